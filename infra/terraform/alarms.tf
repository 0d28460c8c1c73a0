locals {
  # One of any of these is too many. The functions' own metrics are in docs/alerts.md and docs/sweeps.md.
  alarms = {
    undelivered = {
      text       = "Events, or the schedule's call, reached no function. They wait in the queue for 14 days."
      metric     = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum"]
      dimensions = { QueueName = aws_sqs_queue.undelivered.name }
    }
    failed-invocations = {
      text       = "A function gave up. What it was asked, and what it answered, waits in the queue for 14 days."
      metric     = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum"]
      dimensions = { QueueName = aws_sqs_queue.failed_invocations.name }
    }
    alert-errors = {
      text       = "The alert function failed; Lambda tries twice more. Its log says why."
      metric     = ["AWS/Lambda", "Errors", "Sum"]
      dimensions = { FunctionName = aws_lambda_function.alert.function_name }
    }
    alert-throttles = {
      text       = "Lambda had no room for the alert function. It tries for six hours; notices come late."
      metric     = ["AWS/Lambda", "Throttles", "Sum"]
      dimensions = { FunctionName = aws_lambda_function.alert.function_name }
    }
    sweep-errors = {
      text       = "The sweep failed, or ran out of time. Its log says why; the next one goes on."
      metric     = ["AWS/Lambda", "Errors", "Sum"]
      dimensions = { FunctionName = aws_lambda_function.sweep.function_name }
    }
    sweep-throttles = {
      text       = "A sweep was to begin while another one ran, or Lambda had no room for it."
      metric     = ["AWS/Lambda", "Throttles", "Sum"]
      dimensions = { FunctionName = aws_lambda_function.sweep.function_name }
    }
    rollback-errors = {
      text       = "A rollback failed. Running it again goes on from where it was."
      metric     = ["AWS/Lambda", "Errors", "Sum"]
      dimensions = { FunctionName = aws_lambda_function.rollback.function_name }
    }
    publish-failures = {
      text       = "A notice could not be published. Lambda tries the event twice more."
      metric     = ["KmsGuard", "PublishFailures", "Sum"]
      dimensions = { Function = "alert" }
    }
    topic-key-unusable = {
      text       = "The key of the notices' topic is disabled, pending deletion or denied, so that nobody is told anything. Enable it."
      metric     = ["KmsGuard", "TopicKeyUnusable", "Sum"]
      dimensions = { Function = "alert" }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each            = local.alarms
  alarm_name          = "${var.name_prefix}-${each.key}"
  alarm_description   = each.value.text
  namespace           = each.value.metric[0]
  metric_name         = each.value.metric[1]
  statistic           = each.value.metric[2]
  dimensions          = each.value.dimensions
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarm.arn]
  ok_actions          = [aws_sns_topic.alarm.arn]
}

# An hour without a sweep has no data: one hour with data in the whole time keeps it quiet.
resource "aws_cloudwatch_metric_alarm" "sweep_missing" {
  alarm_name          = "${var.name_prefix}-sweep-missing"
  alarm_description   = "No sweep has finished for ${var.sweep_alarm_hours} hours. In a new stack it ends with the first sweep."
  namespace           = "KmsGuard"
  metric_name         = "SweepSeconds"
  statistic           = "SampleCount"
  dimensions          = { Function = "sweep" }
  period              = 3600
  evaluation_periods  = var.sweep_alarm_hours
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarm.arn]
  ok_actions          = [aws_sns_topic.alarm.arn]
}
