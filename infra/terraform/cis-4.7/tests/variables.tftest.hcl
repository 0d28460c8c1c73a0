# What the variables refuse, and which topic is told.

mock_provider "aws" {}

variables {
  log_group_name = "trail"
}

run "a_topic_is_made" {
  command = plan
  assert {
    condition     = length(aws_sns_topic.topic) == 1 && length(aws_sns_topic_subscription.email) == 0
    error_message = "Without topic_arn there is a topic of its own."
  }
}

run "a_topic_is_given" {
  command = plan
  variables {
    topic_arn          = "arn:aws:sns:eu-west-1:111122223333:security"
    notification_email = "audit@example.com"
  }
  assert {
    condition     = length(aws_sns_topic.topic) == 0 && aws_sns_topic_subscription.email[0].topic_arn == var.topic_arn && one(aws_cloudwatch_metric_alarm.key_loss.alarm_actions) == var.topic_arn
    error_message = "With topic_arn that topic is told, and no other is made."
  }
}

run "texts_of_another_kind" {
  command = plan
  variables {
    log_group_name     = "arn:aws:logs:eu-west-1:111122223333:log-group:trail"
    topic_arn          = "security"
    notification_email = "nobody"
    name_prefix        = "1kmsguard"
  }
  expect_failures = [var.log_group_name, var.topic_arn, var.notification_email, var.name_prefix]
}
