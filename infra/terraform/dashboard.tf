resource "aws_cloudwatch_dashboard" "dashboard" {
  dashboard_name = var.name_prefix
  dashboard_body = jsonencode({
    widgets = [for widget in local.widgets : {
      type       = widget.type
      x          = widget.at[0]
      y          = widget.at[1]
      width      = widget.at[2]
      height     = widget.at[3]
      properties = widget.properties
    }]
  })
}

locals {
  alert    = aws_lambda_function.alert.function_name
  sweep    = aws_lambda_function.sweep.function_name
  rollback = aws_lambda_function.rollback.function_name

  # at: column, row, width, height.
  widgets = [
    { type = "alarm", at = [0, 0, 24, 3], properties = {
      title = "Alarms"
      alarms = concat(
        [for name in ["undelivered", "failed-invocations", "alert-errors", "alert-throttles", "sweep-errors", "sweep-throttles", "rollback-errors"] :
        aws_cloudwatch_metric_alarm.alarm[name].arn],
        [aws_cloudwatch_metric_alarm.sweep_missing.arn],
        [for name in ["publish-failures", "topic-key-unusable"] : aws_cloudwatch_metric_alarm.alarm[name].arn],
      )
    } },
    { type = "metric", at = [0, 3, 8, 6], properties = {
      title = "Alerts told, and notices that failed", region = local.region, stat = "Sum", period = 3600
      metrics = [
        ["KmsGuard", "Alerts", "Function", "alert"],
        [".", "PublishFailures", ".", "."],
      ]
    } },
    { type = "metric", at = [8, 3, 8, 6], properties = {
      title = "Seconds from event to notice", region = local.region, period = 3600
      metrics = [
        ["KmsGuard", "SecondsToPublish", "Function", "alert", { stat = "p50" }],
        ["...", { stat = "Maximum" }],
      ]
    } },
    { type = "metric", at = [16, 3, 8, 6], properties = {
      title = "Pending deletions", region = local.region, stat = "Maximum", period = 86400
      metrics = [
        ["KmsGuard", "PendingDeletions", "Function", "sweep"],
        [".", "PendingWithinSevenDays", ".", "."],
      ]
    } },
    { type = "metric", at = [0, 9, 16, 6], properties = {
      title = "Keys by outcome", region = local.region, view = "timeSeries", stacked = true
      metrics = [
        [{ id = "keys", expression = "SEARCH('{KmsGuard,Function,Region,Outcome} MetricName=\"Keys\"', 'Sum', 86400)" }],
      ]
    } },
    { type = "metric", at = [16, 9, 8, 6], properties = {
      title = "Sweeps", region = local.region, stat = "Sum", period = 86400
      metrics = [
        ["KmsGuard", "KeysFailed", "Function", "sweep"],
        [".", "ThrottledCalls", ".", "."],
        [".", "SweepSeconds", ".", ".", { yAxis = "right" }],
      ]
    } },
    { type = "metric", at = [0, 15, 8, 6], properties = {
      title   = "Lambda: errors", region = local.region, stat = "Sum", period = 3600
      metrics = [["AWS/Lambda", "Errors", "FunctionName", local.alert], ["...", local.sweep], ["...", local.rollback]]
    } },
    { type = "metric", at = [8, 15, 8, 6], properties = {
      title   = "Lambda: longest run", region = local.region, stat = "Maximum", period = 3600
      metrics = [["AWS/Lambda", "Duration", "FunctionName", local.alert], ["...", local.sweep], ["...", local.rollback]]
    } },
    { type = "metric", at = [16, 15, 8, 6], properties = {
      title = "Queues, which should be empty", region = local.region, stat = "Maximum", period = 300
      metrics = [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.undelivered.name],
        ["...", aws_sqs_queue.failed_invocations.name],
      ]
    } },
  ]
}
