# What each further Region, or account, needs to forward its KMS events to the guard's bus. One hop only: EventBridge
# forwards no event that was forwarded before, so it goes straight to the home bus.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

module "patterns" {
  source = "../patterns"
}

# The same three rules as at home (../rules.tf), with the same states.
resource "aws_cloudwatch_event_rule" "key_changes" {
  name          = "${var.name_prefix}-key-changes"
  description   = "What weakens, dooms or heals a KMS key."
  state         = "ENABLED"
  event_pattern = module.patterns.key_changes
}

resource "aws_cloudwatch_event_rule" "doomed_key_use" {
  name          = "${var.name_prefix}-doomed-key-use"
  description   = "Use of a KMS key that is disabled or pending deletion."
  state         = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
  event_pattern = module.patterns.doomed_key_use
}

resource "aws_cloudwatch_event_rule" "key_loss" {
  name          = "${var.name_prefix}-key-loss"
  description   = "Deletion of a KMS key, or of its imported material."
  state         = "ENABLED"
  event_pattern = module.patterns.key_loss
}

locals {
  rules = {
    key_changes    = aws_cloudwatch_event_rule.key_changes
    doomed_key_use = aws_cloudwatch_event_rule.doomed_key_use
    key_loss       = aws_cloudwatch_event_rule.key_loss
  }
}

resource "aws_cloudwatch_event_target" "home" {
  for_each  = local.rules
  rule      = each.value.name
  target_id = "home"
  arn       = var.home_bus_arn
  role_arn  = aws_iam_role.forward.arn

  dead_letter_config {
    arn = aws_sqs_queue.unforwarded.arn
  }

  retry_policy {
    maximum_retry_attempts       = 185
    maximum_event_age_in_seconds = 86400
  }
}
