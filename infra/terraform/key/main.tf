# A key as KmsGuard and the benchmarks want it: it rotates, it waits as long as it can before it is gone, and who
# administers it is not who uses it.

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
  description             = var.description
  enable_key_rotation     = true
  rotation_period_in_days = var.rotation_period_days
  # What terraform destroy, too, has to wait for.
  deletion_window_in_days = 30
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.account,
      [for statement in [local.administer] : statement if length(var.administrators) > 0],
      [for statement in local.use : statement if length(var.users) > 0],
      [for statement in local.guard : statement if var.guarded],
    )
  })
}

resource "aws_kms_alias" "key" {
  name          = var.alias
  target_key_id = aws_kms_key.key.key_id
}
