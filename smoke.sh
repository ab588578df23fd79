#!/usr/bin/env bash
# Tries a deployed stack out, with the AWS CLI alone: a file is previewed, and a report of one day is exported. Nothing is sent
# to Crewmojo, and what was written is removed. Says what is right and what is not; exits with 1 if anything is not.
# STACK, FILE, REPORT, DAY and WAIT (seconds) are variables of `make smoke`.
set -euo pipefail
cd "$(dirname "$0")"
stack=${STACK:?say which stack: make smoke STACK=crewmojo}
file=${FILE:-events/employees.csv}
report=${REPORT:-oneonone.summary}
day=${DAY:-$(date -u -d yesterday +%F 2>/dev/null || date -u -v-1d +%F)}
wait=${WAIT:-180}
wrong=0
export AWS_PAGER=""
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

right() { echo "right: $*"; }
wrong() { echo "WRONG: $*"; wrong=1; }
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
# keys PREFIX lists the keys under a prefix, one a line.
keys() {
  aws s3api list-objects-v2 --bucket "$bucket" --prefix "$1" --query 'Contents[].[Key]' --output text | grep -vx None | sort || true
}

command -v aws >/dev/null || { echo "the AWS CLI is not installed: see https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"; exit 1; }

# The stack.
if ! into=$(aws cloudformation describe-stacks --stack-name "$stack" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='PutFilesInto'].OutputValue" 2>"$work/error"); then
  wrong "the stack $stack cannot be looked at: $(tr '\n' ' ' <"$work/error")"
  exit 1
fi
case $into in
  s3://*/incoming/) bucket=${into#s3://} bucket=${bucket%/incoming/} ;;
  *) wrong "the stack $stack has no output PutFilesInto: is it of this project?"; exit 1 ;;
esac
export_function=$(aws cloudformation describe-stack-resource --stack-name "$stack" \
  --logical-resource-id ExportReportFunction --query StackResourceDetail.PhysicalResourceId --output text)
right "the stack $stack is there; its bucket is $bucket"

# The preview. An import's ID ends in 12 digits of the SHA-256 of key and version.
# A file that would be held leaves a record besides, by which it could be approved; one that was there before stays.
held=imports/held/$(sha256 <"$file" | cut -c1-64).json
held_before=$(keys "$held")
key=preview/smoke-$(date -u +%Y%m%dT%H%M%SZ).csv
version=$(aws s3api put-object --bucket "$bucket" --key "$key" --body "$file" --query VersionId --output text)
digits=$(printf '%s\0%s' "$key" "$version" | sha256 | cut -c1-12)
result=""
end=$((SECONDS + wait))
while [ -z "$result" ] && [ $SECONDS -lt $end ]; do
  sleep 2
  result=$(keys imports/ | grep -- "-$digits/result.json\$" || true)
done
if [ -z "$result" ]; then
  wrong "there is no result of $key after $wait seconds: look into the log of ImportEmployeesFunction, and for an alarm"
  aws s3 rm --quiet "s3://$bucket/$key"
else
  aws s3 cp --quiet "s3://$bucket/$result" "$work/result.json"
  status=$(sed -n 's/^  "status": "\(.*\)",*$/\1/p' "$work/result.json")
  reason=$(sed -n 's/^  "reason": "\(.*\)",*$/\1/p' "$work/result.json")
  case $status in
    previewed) right "the file was previewed. ${reason:-Under incoming/ it would be imported.}" ;;
    *) wrong "the file is $status: $reason (another file: make smoke FILE=...)" ;;
  esac
  aws s3 rm --quiet --recursive "s3://$bucket/${result%result.json}"
  [ -n "$held_before" ] || aws s3 rm --quiet "s3://$bucket/$held"
fi

# The report. What was there before stays.
prefix=reports/$report/csv/period=dates/
keys "$prefix" >"$work/before"
printf '{"report":"%s","startDate":"%s","endDate":"%s"}' "$report" "$day" "$day" >"$work/event.json"
if ! failed=$(aws lambda invoke --function-name "$export_function" --payload "fileb://$work/event.json" \
    --cli-read-timeout 900 --query FunctionError --output text "$work/answer.json" 2>"$work/error"); then
  wrong "the export cannot be invoked: $(tr '\n' ' ' <"$work/error")"
elif [ "$failed" != None ]; then
  wrong "the export failed: $(cat "$work/answer.json") (RUNBOOK.md says what errors mean)"
elif grep -qE '"status":"(exported|unchanged)"' "$work/answer.json"; then
  keys "$prefix" >"$work/after"
  written=$(grep -xF "${prefix}start=$day/end=$day/$report.csv" "$work/after" || true)
  if [ -n "$written" ]; then right "the report is s3://$bucket/$written"; else wrong "the report is not under s3://$bucket/$prefix"; fi
  comm -13 "$work/before" "$work/after" | while read -r left; do aws s3 rm --quiet "s3://$bucket/$left"; done
else
  wrong "the export answered $(cat "$work/answer.json")"
fi
if [ $wrong = 0 ]; then echo "All is right. What was written has been removed."; fi
exit $wrong
