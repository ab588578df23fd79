# What a newcomer needs: make run, make test. `make help` lists the rest, the most used first.

ifeq ($(shell command -v go 2>/dev/null),)
$(error Go is not installed: see https://go.dev/dl/)
endif

# With SAM, samconfig.toml says for which processors: `"Architecture=x86_64"` in parameter_overrides; arm64 if it does not.
GOARCH     ?= $(if $(shell grep -Es '^[^\#]*Architecture=x86_64' samconfig.toml),amd64,arm64)
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.1.4
ACTIONLINT  = github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
# The race detector needs a C compiler; without one the tests run without it.
RACE       := $(shell command -v $$(go env CC 2>/dev/null) >/dev/null 2>&1 && echo -race)

.PHONY: help run check sandbox test lint test-world build package deploy smoke bench bench-all fuzz validate licences rename build-ImportEmployeesFunction build-ExportReportFunction build-NotifyFunction

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
	@echo
	@echo "check and sandbox take the settings of the import, as NAME=value; README.md says what they mean:"
	@echo "  COLUMN_MAP EXTRA_COLUMNS VALUE_MAP EXCLUDE ENDED_WHEN DATE_FORMAT CHARSET FILE_CONTENT MISSING_EMPLOYEES"
	@echo "  TIMEZONE FORGET_AFTER_DAYS SEND MAX_UPLOAD_MB MAX_INVALID_PERCENT MAX_LEAVING_PERCENT MAX_JOINING_PERCENT"
	@echo "  MAX_REWRITTEN_PERCENT ALWAYS_ALLOWED CREWMOJO_ENVIRONMENT"
	@echo "check also takes BASELINE=baseline.csv, to compare the file with, and REVIEW=page.html, to write the review page to."

# Compiles the sandbox. The first time takes long, so it says how far it has come.
define compile-sandbox
@mkdir -p build
@{ go build -v -o build/sandbox ./functions/internal/sandbox 2>&1; echo "status $$?"; } | { \
 n=0; while read -r line; do case "$$line" in \
  "status "*) exit $${line#status } ;; \
  *" "*|"#"*) echo "$$line" ;; \
  *) test $$n -ne 0 || echo "Compiling the sandbox: about 350 packages the first time, a minute or two; later, seconds."; \
   n=$$((n+1)); test $$((n % 20)) -ne 0 || echo "  $$n packages" ;; \
 esac; done; }
endef

run: ## watch the functions at work on the samples in events/: no AWS account, no Docker
	@echo "This starts the functions on this machine and shows them at work. It compiles them first."
	$(compile-sandbox)
	@build/sandbox

check: ## see what an import would do with your own file: make check FILE=export.csv DATE_FORMAT=DD/MM/YYYY
	@test -n "$$FILE" || { echo 'say which file: make check FILE=export.csv ("make help" lists the settings)'; exit 1; }
	$(compile-sandbox)
	@build/sandbox check "$$FILE" || case $$? in 2|3) ;; *) exit 1 ;; esac # 2 is held, 3 rejected: ordinary answers

sandbox: ## keep the functions up on this machine, to import files of your own: make sandbox DATE_FORMAT=DD/MM/YYYY
	$(compile-sandbox)
	@if [ -t 0 ]; then set -m; fi; build/sandbox serve; exit $$? # a job of its own, so that Ctrl-C does not end make with an error

# These packages start no goroutine, and their tests compute a lot: the race detector would find nothing, and take minutes.
SEQUENTIAL = ./pkg/roster ./pkg/csvscan ./pkg/xlsxscan ./functions/internal/importer ./functions/internal/sandbox/check

test: ## run the tests that need Go alone (some minutes)
	go test $(SEQUENTIAL)
	CGO_ENABLED=$(if $(RACE),1,0) go test $(RACE) $$(go list ./... | grep -vxF "$$(go list $(SEQUENTIAL))")

lint: ## check format, code, modules, workflows and template
	@test -z "$$(gofmt -l .)" || { echo "gofmt these:"; gofmt -l .; exit 1; }
	go vet ./...
	go mod tidy -diff
	go run $(STATICCHECK) ./...
	go run $(ACTIONLINT)
	@$(MAKE) --no-print-directory validate
	@out=$$(go run $(GOVULNCHECK) ./... 2>&1) && echo "$$out" || { \
	  echo "$$out" | grep -q 'fetching vulnerabilities' || { echo "$$out"; exit 1; }; \
	  echo "govulncheck was skipped: its database cannot be reached from here"; }
	@$(MAKE) --no-print-directory licences

test-world: ## run the bundle against a real S3 server and against CloudFormation, as far as they can be had here
	cd functions/internal/world && TEST_WORLD=1 go test -count=1 -timeout 30m

build: ## build the functions for Lambda into build/
	@$(MAKE) --no-print-directory build-ImportEmployeesFunction ARTIFACTS_DIR=build/import-employees
	@$(MAKE) --no-print-directory build-ExportReportFunction ARTIFACTS_DIR=build/export-report
	@$(MAKE) --no-print-directory build-NotifyFunction ARTIFACTS_DIR=build/notify

package: ## make a release in dist/, to deploy without SAM: make package VERSION=1.0.0
	@test -n "$(VERSION)" || { echo "say which version: make package VERSION=1.0.0"; exit 1; }
	@SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} go run ./functions/internal/release pack "$(VERSION)"

deploy: ## deploy the stack with the AWS SAM CLI
	@command -v sam >/dev/null || { echo "the AWS SAM CLI is not installed: see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/install-sam-cli.html"; exit 1; }
	@if command -v aws >/dev/null && ! aws sts get-caller-identity >/dev/null 2>&1; then \
	 echo "AWS does not know you: run 'aws configure', or set AWS_PROFILE to a profile that may deploy"; exit 1; fi
	VERSION=$${VERSION:-devel$$(git rev-parse --short=12 HEAD 2>/dev/null | sed s/^/+/)} sam build
	sam deploy

smoke: ## try a deployed stack out with the AWS CLI; sends nothing to Crewmojo: make smoke STACK=crewmojo
	@test -n "$(STACK)" || { echo "say which stack: make smoke STACK=crewmojo"; exit 1; }
	@./smoke.sh

bench: SHORT = -short
bench: ## show what the functions cost, to a floor of the same run: CPU, memory, size, cold start (a minute)
bench-all: ## the same, and a million people, 500 MB and damaged files (ten minutes)
bench bench-all:
	@mkdir -p build
	go test ./functions/internal/bench $(SHORT) -run '^$$' -bench . -benchtime 3x -timeout 60m >build/bench.txt || { cat build/bench.txt; exit 1; }
	@grep '^|' build/bench.txt; echo; echo "for benchstat: build/bench.txt"

FUZZTIME ?= 1m
fuzz: ## look for files that the readers get wrong (five minutes)
	go test ./pkg/csvscan -run '^$$' -fuzz FuzzScannerAgainstEncodingCSV -fuzztime $(FUZZTIME)
	go test ./pkg/xlsxscan -run '^$$' -fuzz FuzzParts -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
	go test ./pkg/xlsxscan -run '^$$' -fuzz FuzzOpen -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
	go test ./pkg/xlsxscan -run '^$$' -fuzz FuzzXMLAgainstEncodingXML -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
	go test ./pkg/roster -run '^$$' -fuzz FuzzRead -fuzztime $(FUZZTIME)

validate: ## check the template, as far as that goes without an AWS account
	@if command -v cfn-lint >/dev/null; then echo cfn-lint template.yaml; cfn-lint template.yaml; \
	 else echo "cfn-lint is not installed: only the project's own tests of template.yaml are run"; fi
	go test ./functions/... -run 'TemplateAgrees|MetricsAreEmitted|Permissions|SecretsAreReadable'

licences: ## list the licences of all that goes into the functions
	@go run ./functions/internal/release licences

# With a version the bytes follow from the sources alone; without one, Go records the commit, and the version is devel.
LINKED = -ldflags "-s -w"
ifdef VERSION
LINKED = -buildvcs=false -ldflags "-s -w -X github.com/crewmojo-aws/bundle/functions/internal/version.release=$(VERSION)"
endif

rename: ## give the module another path, wherever it is written: make rename MODULE=github.com/acme/crewmojo-aws
	@test -n "$(MODULE)" || { echo "say which path: make rename MODULE=github.com/acme/crewmojo-aws"; exit 1; }
	@FROM=$$(go list -m) TO="$(MODULE)" && export FROM TO && \
	git grep -lzF "$$FROM" | xargs -0 perl -pi -e 's/\Q$$ENV{FROM}\E/$$ENV{TO}/g' && gofmt -w functions pkg && go build ./...

# What `sam build` calls (BuildMethod: makefile); it sets ARTIFACTS_DIR.
build-ImportEmployeesFunction: FUNCTION = import-employees
build-ExportReportFunction: FUNCTION = export-report
build-NotifyFunction: FUNCTION = notify
build-ImportEmployeesFunction build-ExportReportFunction build-NotifyFunction:
	@test -n "$(ARTIFACTS_DIR)" || { echo "set ARTIFACTS_DIR to the folder for bootstrap"; exit 1; }
	CGO_ENABLED=0 GOOS=linux GOARCH=$(GOARCH) go build -trimpath -tags lambda.norpc $(LINKED) \
	  -o "$(ARTIFACTS_DIR)/bootstrap" ./functions/$(FUNCTION)
