# Every variable, for an organization: a guard in Ireland that also hears what happens in Frankfurt. The accounts, the
# organization and the address are examples: put yours in their place. To begin with, see ../minimal.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

module "kmsguard" {
  source = "../.."

  package      = var.package
  runtime      = var.runtime
  architecture = "x86_64"
  name_prefix  = "kmsguard"

  rotation             = "enforce"
  deletion             = "dry-run"
  rotation_period_days = 365
  window_days          = 30
  disabled_days        = 30
  idle_days            = 90
  max_deletions        = 10
  regions              = ["eu-west-1", "eu-central-1"]
  exempt_aliases       = ["alias/prod-*", "alias/backup"]
  quota_share          = 50

  member_role_prefix = "kmsguard-member"
  accounts           = ["222233334444", "555566667777"]
  organization_id    = "o-a1b2c3d4e5"

  schedule_expression = "cron(15 2 * * ? *)"
  schedule_timezone   = "Europe/Berlin"
  schedule_state      = "ENABLED"
  sweep_alarm_hours   = 26

  message_format     = "text"
  notice             = "due"
  notification_email = "security@example.com"

  alert_concurrency  = 10
  sweep_concurrency  = 1
  log_retention_days = 365

  rescue              = "both"
  approved_principals = ["arn:aws:iam::*:role/key-admin"]
}

module "frankfurt" {
  source    = "../../regional"
  providers = { aws = aws.frankfurt }

  home_bus_arn = module.kmsguard.home_bus_arn
}
