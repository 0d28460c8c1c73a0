# What the variables refuse, and what they take at their limits. Ranges and lists of values are compared with the template's
# by KmsGuard.EndToEnd.Tests. Nothing is called: terraform test, in infra/terraform, needs the provider's plugin alone.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }
}

variables {
  # Any file that is there.
  package = "versions.tf"
  # Known to every version of the provider.
  runtime = "provided.al2023"
}

run "the_defaults_are_enough" {
  command = plan
}

run "a_package_that_is_not_there" {
  command = plan
  variables {
    package = "nowhere.zip"
  }
  expect_failures = [var.package]
}

run "whole_numbers_only" {
  command = plan
  variables {
    rotation_period_days = 365.5
    window_days          = 10.5
    disabled_days        = 0.5
    idle_days            = 0.5
    max_deletions        = 0.5
    quota_share          = 1.5
    sweep_alarm_hours    = 26.5
    alert_concurrency    = 1.5
    sweep_concurrency    = 1.5
  }
  expect_failures = [
    var.rotation_period_days, var.window_days, var.disabled_days, var.idle_days, var.max_deletions, var.quota_share,
    var.sweep_alarm_hours, var.alert_concurrency, var.sweep_concurrency,
  ]
}

run "no_concurrency_of_nothing" {
  command = plan
  variables {
    alert_concurrency = 0
    sweep_concurrency = 0
  }
  expect_failures = [var.alert_concurrency, var.sweep_concurrency]
}

run "no_concurrency_beyond_lambda_s" {
  command = plan
  variables {
    alert_concurrency = 10000
    sweep_concurrency = 10000
  }
  expect_failures = [var.alert_concurrency, var.sweep_concurrency]
}

run "concurrency_may_be_left_to_lambda" {
  command = plan
  variables {
    alert_concurrency = 9999
    sweep_concurrency = null
  }
}

run "texts_of_another_kind" {
  command = plan
  variables {
    runtime             = "dotnet8"
    name_prefix         = "1kmsguard"
    regions             = ["Ireland"]
    member_role_prefix  = "kmsguard member"
    organization_id     = "a1b2c3d4e5"
    schedule_expression = "15 2 * * *"
    exempt_aliases      = ["alias/a,alias/b"]
    approved_principals = ["key-admin"]
    notification_email  = "nobody"
  }
  expect_failures = [
    var.runtime, var.name_prefix, var.regions, var.member_role_prefix, var.organization_id, var.schedule_expression,
    var.exempt_aliases, var.approved_principals, var.notification_email,
  ]
}

run "names_that_are_too_long" {
  command = plan
  variables {
    name_prefix        = "a23456789012345678901234567890123"
    member_role_prefix = "a2345678901234567890123456789012345678901234567890123456"
  }
  expect_failures = [var.name_prefix, var.member_role_prefix]
}

run "names_that_are_as_long_as_they_can_be" {
  command = plan
  variables {
    name_prefix        = "a2345678901234567890123456789012"
    member_role_prefix = "a234567890123456789012345678901234567890123456789012345"
  }
}

run "all_regions_are_named_alone" {
  command = plan
  variables {
    regions = ["all", "eu-west-1"]
  }
  expect_failures = [var.regions]
}

run "all_regions" {
  command = plan
  variables {
    regions = ["all"]
  }
}

run "regions_of_every_partition" {
  command = plan
  variables {
    regions = ["eu-west-1", "us-gov-west-1", "cn-northwest-1", "us-iso-east-1", "ap-southeast-7"]
  }
}

run "account_ids_have_twelve_digits" {
  command = plan
  variables {
    member_role_prefix = "kmsguard"
    accounts           = ["222233334444", "22223333444"]
  }
  expect_failures = [var.accounts]
}

run "accounts_need_a_role_to_enter_them" {
  command = plan
  variables {
    accounts = ["222233334444"]
  }
  expect_failures = [var.accounts]
}

run "a_rescue_from_the_unapproved_needs_somebody_who_is_approved" {
  command = plan
  variables {
    rescue = "unapproved"
  }
  expect_failures = [var.rescue]
}

run "so_does_a_rescue_from_both" {
  command = plan
  variables {
    rescue = "both"
  }
  expect_failures = [var.rescue]
}

run "a_rescue_on_use_does_not" {
  command = plan
  variables {
    rescue = "on-use"
  }
}
