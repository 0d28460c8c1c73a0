# Which events of KMS matter: the rules of the home Region and those of every Region that forwards. One text for both.

terraform {
  required_version = ">= 1.9"
}

locals {
  key_changes = [
    "DisableKey",
    "ScheduleKeyDeletion",
    "CancelKeyDeletion",
    "EnableKey",
    "DisableKeyRotation",
    "DeleteImportedKeyMaterial",
    "PutKeyPolicy",
  ]
}

output "key_changes" {
  description = "What weakens, dooms or heals a key."
  value = jsonencode({
    source      = ["aws.kms"]
    detail-type = ["AWS API Call via CloudTrail"]
    detail = {
      eventSource = ["kms.amazonaws.com"]
      eventName   = local.key_changes
    }
  })
}

output "doomed_key_use" {
  description = "Somebody still needs a key that is disabled or pending deletion."
  value = jsonencode({
    source      = ["aws.kms"]
    detail-type = ["AWS API Call via CloudTrail"]
    detail = {
      eventSource = ["kms.amazonaws.com"]
      # The pattern above takes these already, refused ones included.
      eventName = [{ anything-but = local.key_changes }]
      # Every spelling: with a full stop at once, with "(or pending replica deletion)" in between, and that state's own.
      errorMessage = [
        { wildcard = "* is pending deletion*" },
        { wildcard = "* is pending replica deletion*" },
        { wildcard = "* is disabled*" },
      ]
    }
  })
}

output "key_loss" {
  description = "KMS's own events, which need no trail."
  value = jsonencode({
    source      = ["aws.kms"]
    detail-type = ["KMS CMK Deletion", "KMS Imported Key Material Expiration"]
  })
}
