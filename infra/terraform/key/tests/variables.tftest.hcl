# What the variables refuse.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  alias          = "alias/orders"
  purpose        = "Encrypts the orders."
  administrators = ["arn:aws:iam::111122223333:role/key-admin"]
  users          = ["arn:aws:iam::111122223333:role/orders"]
}

run "the_defaults_are_enough" {
  command = plan

  assert {
    condition     = aws_kms_key.key.enable_key_rotation && aws_kms_key.key.rotation_period_in_days == 365 && aws_kms_key.key.deletion_window_in_days == 30
    error_message = "The key rotates every year, and waits 30 days."
  }
  assert {
    condition     = length([for statement in jsondecode(aws_kms_key.key.policy).Statement : statement if statement.Sid == "NoShortWindow"]) == 1
    error_message = "The key refuses a short waiting period."
  }
}

run "without_the_guard_statement" {
  command = plan
  variables {
    guarded = false
  }
  assert {
    condition     = !strcontains(aws_kms_key.key.policy, "NoShortWindow")
    error_message = "guarded = false leaves the statement out."
  }
}

run "texts_of_another_kind" {
  command = plan
  variables {
    alias                = "orders"
    purpose              = " "
    rotation_period_days = 89
    administrators       = ["key-admin"]
  }
  expect_failures = [var.alias, var.purpose, var.rotation_period_days, var.administrators]
}

run "no_administrator" {
  command = plan
  variables {
    alias          = "alias/aws/orders"
    administrators = []
  }
  expect_failures = [var.alias, var.administrators]
}

run "no_user" {
  command = plan
  variables {
    users = []
  }
  expect_failures = [var.users]
}

run "a_user_who_is_no_arn" {
  command = plan
  variables {
    users = ["orders"]
  }
  expect_failures = [var.users]
}

run "nobody_is_both" {
  command = plan
  variables {
    users = ["arn:aws:iam::111122223333:role/key-admin"]
  }
  expect_failures = [var.users]
}
