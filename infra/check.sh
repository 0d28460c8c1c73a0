#!/usr/bin/env bash
# Checks every template as it is and, where it is SAM, as CloudFormation will see it after SAM's transform.
# Needs cfn-lint, which brings SAM's translator. Usage: infra/check.sh
set -euo pipefail

cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for template in *.yaml; do
  cfn-lint --non-zero-exit-code warning -- "$template"
  transformed=$work/$template.json
  ./transform.py "$template" >"$transformed"
  cfn-lint --non-zero-exit-code warning -- "$transformed"
  echo "$template: passes, as it is and transformed"
done
