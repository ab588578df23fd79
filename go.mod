module github.com/crewmojo-aws/bundle

go 1.26.0

require (
	github.com/cenkalti/backoff/v5 v5.0.3
	golang.org/x/oauth2 v0.37.0
)
