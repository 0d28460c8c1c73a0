# CIS AWS Foundations Benchmark 4.7 (1.4 to 5.0; 3.7 in 1.2, 5.7 in 6.0 and later) to the letter: a metric filter on the
# trail's log group, an alarm of 5 minutes and threshold 1, a topic and a subscription. KmsGuard's rules tell more, and
# sooner; this is for auditors who want exactly it. Works without KmsGuard.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

locals {
  topic = var.topic_arn == "" ? aws_sns_topic.topic[0].arn : var.topic_arn
}

resource "aws_cloudwatch_log_metric_filter" "key_changes" {
  name           = "${var.name_prefix}-key-changes"
  log_group_name = var.log_group_name
  # The benchmark's own words.
  pattern = "{($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion))}"

  metric_transformation {
    namespace     = var.metric_namespace
    name          = "KeyChanges"
    value         = "1"
    default_value = "0"
  }
}

# Beyond the benchmark: somebody needs a key that is pending deletion. AWS's own recipe ends its pattern with the full
# stop and so misses the longer message, "... is pending deletion (or pending replica deletion)."
resource "aws_cloudwatch_log_metric_filter" "doomed_key_use" {
  name           = "${var.name_prefix}-doomed-key-use"
  log_group_name = var.log_group_name
  pattern        = "{($.eventSource = kms.amazonaws.com) && (($.errorMessage = \"* is pending deletion*\") || ($.errorMessage = \"* is pending replica deletion*\"))}"

  metric_transformation {
    namespace     = var.metric_namespace
    name          = "DoomedKeyUse"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "key_changes" {
  alarm_name          = "${var.name_prefix}-key-changes"
  alarm_description   = "A KMS key was disabled or scheduled for deletion (CIS 4.7)."
  namespace           = var.metric_namespace
  metric_name         = aws_cloudwatch_log_metric_filter.key_changes.metric_transformation[0].name
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.topic]
}

resource "aws_cloudwatch_metric_alarm" "doomed_key_use" {
  alarm_name          = "${var.name_prefix}-doomed-key-use"
  alarm_description   = "A KMS key that is pending deletion is still needed."
  namespace           = var.metric_namespace
  metric_name         = aws_cloudwatch_log_metric_filter.doomed_key_use.metric_transformation[0].name
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.topic]
}

resource "aws_sns_topic" "topic" {
  count = var.topic_arn == "" ? 1 : 0
  name  = "${var.name_prefix}-alarms"
}

resource "aws_sns_topic_subscription" "email" {
  count     = var.notification_email == "" ? 0 : 1
  topic_arn = local.topic
  protocol  = "email"
  endpoint  = var.notification_email
}
