# A key as it should be (as ../../guardrails/key.yaml): it rotates, it waits 30 days before it is gone, and who administers
# it does not use it.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  root = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"
}

resource "aws_kms_key" "key" {
  description             = var.purpose
  enable_key_rotation     = true
  rotation_period_in_days = var.rotation_period_days
  deletion_window_in_days = 30
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [local.account, local.administer],
      local.use,
      [local.apart],
      [for statement in [local.guard] : statement if var.guarded],
    )
  })

  # What it encrypted is elsewhere, and Terraform does not ask whether anybody still needs it. Whoever means to delete the
  # key does so by name, where KmsGuard sees it.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "key" {
  name          = var.alias
  target_key_id = aws_kms_key.key.key_id
}
