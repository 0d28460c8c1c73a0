#!/usr/bin/env bash
# Checks every template as it is and, where it is SAM, as CloudFormation will see it after SAM's transform.
# Needs cfn-lint, which brings SAM's translator. Usage: infra/check.sh
set -euo pipefail

cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# YAML under terraform/ is none of CloudFormation's, and *.asl.yaml is a state machine's definition.
find . -name terraform -prune -o -name '*.yaml' ! -name '*.asl.yaml' -print | sort >"$work/templates"
while read -r template; do
  cfn-lint --non-zero-exit-code warning -- "$template"
  if grep -q '^Transform: AWS::Serverless' "$template"; then
    ./transform.py "$template" >"$work/transformed.json"
    cfn-lint --non-zero-exit-code warning -- "$work/transformed.json"
    echo "${template#./}: passes, as it is and transformed"
  else
    echo "${template#./}: passes"
  fi
done <"$work/templates"
