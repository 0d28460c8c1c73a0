locals {
  # Metrics of AWS and of the functions themselves (docs/alerts.md, docs/sweeps.md). Each is a sum of five minutes above 0.
  alarms = {
    undelivered        = { namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", dimensions = { QueueName = aws_sqs_queue.undelivered.name }, text = "Events or a sweep could not be delivered to a function." }
    failed-invocations = { namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", dimensions = { QueueName = aws_sqs_queue.failed_invocations.name }, text = "A function gave up: what it should have told, nobody was told." }
    alert-errors       = { namespace = "AWS/Lambda", metric = "Errors", statistic = "Sum", dimensions = { FunctionName = aws_lambda_function.alert.function_name }, text = "The alert function fails." }
    alert-throttles    = { namespace = "AWS/Lambda", metric = "Throttles", statistic = "Sum", dimensions = { FunctionName = aws_lambda_function.alert.function_name }, text = "Alerts are late: Lambda throttles their function." }
    sweep-errors       = { namespace = "AWS/Lambda", metric = "Errors", statistic = "Sum", dimensions = { FunctionName = aws_lambda_function.sweep.function_name }, text = "A sweep failed." }
    sweep-throttles    = { namespace = "AWS/Lambda", metric = "Throttles", statistic = "Sum", dimensions = { FunctionName = aws_lambda_function.sweep.function_name }, text = "A sweep could not start: another one is running." }
    rollback-errors    = { namespace = "AWS/Lambda", metric = "Errors", statistic = "Sum", dimensions = { FunctionName = aws_lambda_function.rollback.function_name }, text = "A rollback failed." }
    publish-failures   = { namespace = "KmsGuard", metric = "PublishFailures", statistic = "Sum", dimensions = { Function = "alert" }, text = "A notice could not be published." }
    topic-key-unusable = { namespace = "KmsGuard", metric = "TopicKeyUnusable", statistic = "Sum", dimensions = { Function = "alert" }, text = "NOBODY IS TOLD: the topic's own key is disabled, pending deletion or denied." }
  }
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each            = local.alarms
  alarm_name          = "${var.name_prefix}-${each.key}"
  alarm_description   = each.value.text
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarm.arn]
  ok_actions          = [aws_sns_topic.alarm.arn]
}

resource "aws_cloudwatch_metric_alarm" "sweep_missing" {
  alarm_name          = "${var.name_prefix}-sweep-missing"
  alarm_description   = "No sweep has finished for ${var.sweep_alarm_hours} hours."
  namespace           = "KmsGuard"
  metric_name         = "SweepSeconds"
  dimensions          = { Function = "sweep" }
  statistic           = "SampleCount"
  period              = 3600
  evaluation_periods  = var.sweep_alarm_hours
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  # An hour without a sweep has no data at all.
  treat_missing_data = "breaching"
  alarm_actions      = [aws_sns_topic.alarm.arn]
  ok_actions         = [aws_sns_topic.alarm.arn]
}
