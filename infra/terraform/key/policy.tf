locals {
  # Without it no policy of IAM gives access, KmsGuard's included, and a mistake in the rest locks everybody out.
  account = {
    Sid       = "Account"
    Effect    = "Allow"
    Principal = { AWS = local.root }
    Action    = "kms:*"
    Resource  = "*"
  }

  # All but use: whoever administers the key cannot read what it protects.
  administer = {
    Sid       = "Administer"
    Effect    = "Allow"
    Principal = { AWS = var.administrators }
    Action = [
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:DeleteAlias",
      "kms:DescribeKey",
      "kms:DisableKey",
      "kms:EnableKey",
      "kms:EnableKeyRotation",
      "kms:GetKeyLastUsage",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListGrants",
      "kms:ListKeyPolicies",
      "kms:ListKeyRotations",
      "kms:ListResourceTags",
      "kms:PutKeyPolicy",
      "kms:RevokeGrant",
      "kms:RotateKeyOnDemand",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
    ]
    Resource = "*"
  }

  use = [
    {
      Sid       = "Use"
      Effect    = "Allow"
      Principal = { AWS = var.users }
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
      Resource  = "*"
    },
    {
      # Through services such as EBS, which hold on to the key by a grant.
      Sid       = "UseThroughServices"
      Effect    = "Allow"
      Principal = { AWS = var.users }
      Action    = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]
      Resource  = "*"
      Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
    },
  ]

  # The first statement leaves use to IAM, where an administrator often has kms:*. A grant would be use, too.
  apart = {
    Sid       = "NoUseByAdministrators"
    Effect    = "Deny"
    Principal = { AWS = var.administrators }
    Action    = ["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    Resource  = "*"
  }

  # For everybody. Who may change the key's policy can take it away again, which is one more step, and is logged.
  guard = {
    Sid       = "NoShortWindow"
    Effect    = "Deny"
    Principal = "*"
    Action    = "kms:ScheduleKeyDeletion"
    Resource  = "*"
    Condition = { NumericLessThan = { "kms:ScheduleKeyDeletionPendingWindowInDays" = "30" } }
  }
}
