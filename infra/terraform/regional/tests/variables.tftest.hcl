# What the variables refuse, and where the module has nothing to do.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
}

variables {
  home_bus_arn = "arn:aws:events:eu-west-1:111122223333:event-bus/kmsguard"
}

run "the_bus_is_enough" {
  command = plan
}

run "the_same_region_of_another_account_forwards_too" {
  command = plan
  variables {
    home_bus_arn = "arn:aws:events:eu-central-1:222233334444:event-bus/kmsguard"
  }
}

run "at_home_the_events_are_there_already" {
  command = plan
  variables {
    home_bus_arn = "arn:aws:events:eu-central-1:111122223333:event-bus/kmsguard"
  }
  expect_failures = [aws_iam_role.forward]
}

run "texts_of_another_kind" {
  command = plan
  variables {
    home_bus_arn    = "kmsguard"
    name_prefix     = "1kmsguard"
    alarm_topic_arn = "alarms"
  }
  expect_failures = [var.home_bus_arn, var.name_prefix, var.alarm_topic_arn]
}
