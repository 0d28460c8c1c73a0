#!/usr/bin/env bash
# The remediation as Conformity's page has it: a command of the AWS CLI for each step, in a loop over the keys.
set -euo pipefail
for key in $(aws kms list-keys --query 'Keys[*].KeyId' --output text); do
  [ "$(aws kms describe-key --key-id "$key" --query 'KeyMetadata.[KeyManager,KeyState,KeySpec]' --output text | tr '\t' ' ')" = "CUSTOMER Enabled SYMMETRIC_DEFAULT" ] || continue
  [ "$(aws kms get-key-rotation-status --key-id "$key" --query KeyRotationEnabled --output text)" = True ] || aws kms enable-key-rotation --key-id "$key"
done
