# CIS AWS Foundations Benchmark 4.7 (versions 1.4 to 5.0) by its own path: a metric filter on the trail's logs, an alarm,
# a topic. Beside KmsGuard or without it.

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

# Not encrypted: CloudWatch cannot publish under AWS's key for SNS, and a key of one's own could be the very one that is
# disabled. An alarm's text names no key.
resource "aws_sns_topic" "topic" {
  count = var.topic_arn == "" ? 1 : 0
  name  = var.name_prefix
}

resource "aws_sns_topic_subscription" "email" {
  count     = var.notification_email == "" ? 0 : 1
  topic_arn = local.topic
  protocol  = "email"
  endpoint  = var.notification_email
}

# Word for word what the benchmark, and Security Hub's control CloudWatch.7, look for.
resource "aws_cloudwatch_log_metric_filter" "key_loss" {
  name           = "${var.name_prefix}-key-loss"
  log_group_name = var.log_group_name
  pattern        = "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}"

  metric_transformation {
    namespace = "CISBenchmark"
    name      = "DisableOrScheduleDeletionOfKeys"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "key_loss" {
  alarm_name          = "${var.name_prefix}-key-loss"
  alarm_description   = "CIS 4.7 - somebody disabled a KMS key or scheduled its deletion. The trail says who, and which key."
  namespace           = "CISBenchmark"
  metric_name         = "DisableOrScheduleDeletionOfKeys"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  # Without a match there is no data.
  treat_missing_data = "notBreaching"
  alarm_actions      = [local.topic]
}

# Beyond the benchmark: somebody needs a key that is going to be deleted. AWS's own recipe asks for the full stop after
# "is pending deletion", and misses "is pending deletion (or pending replica deletion).", which KMS says too.
resource "aws_cloudwatch_log_metric_filter" "doomed_key_use" {
  name           = "${var.name_prefix}-doomed-key-use"
  log_group_name = var.log_group_name
  pattern        = "{($.eventSource=kms.amazonaws.com) && (($.errorMessage=\"* is pending deletion*\") || ($.errorMessage=\"* is pending replica deletion*\"))}"

  metric_transformation {
    namespace = "CISBenchmark"
    name      = "UseOfKeysPendingDeletion"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "doomed_key_use" {
  alarm_name          = "${var.name_prefix}-doomed-key-use"
  alarm_description   = "Somebody needs a KMS key that is pending deletion, and was refused. The trail says who, and which key."
  namespace           = "CISBenchmark"
  metric_name         = "UseOfKeysPendingDeletion"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.topic]
}

output "topic_arn" {
  description = "Who is told. The benchmark asks for one subscription at least."
  value       = local.topic
}
