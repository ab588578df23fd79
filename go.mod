module github.com/crewmojo-aws/bundle

go 1.26.0

require (
	github.com/cenkalti/backoff/v5 v5.0.3
	github.com/google/go-cmp v0.7.0
	github.com/rogpeppe/go-internal v1.16.0
	golang.org/x/oauth2 v0.37.0
	golang.org/x/text v0.43.0
)

require golang.org/x/tools v0.51.0 // indirect
