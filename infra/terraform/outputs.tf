output "topic_arn" {
  description = "Where notices go. Subscribe to it."
  value       = aws_sns_topic.topic.arn
}

output "topic_key_arn" {
  description = "What encrypts the notices. Whoever else publishes them has to use it too (infra/organization)."
  value       = aws_kms_key.topic.arn
}

output "alarm_topic_arn" {
  description = "Where the alarms about KmsGuard itself go. Subscribe to it as well."
  value       = aws_sns_topic.alarm.arn
}

output "home_bus_arn" {
  description = "Where other Regions and accounts forward their KMS events to: home_bus_arn of ./regional."
  value       = aws_cloudwatch_event_bus.home.arn
}

output "alert_function_arn" {
  description = "The alert function."
  value       = aws_lambda_function.alert.arn
}

output "sweep_function_arn" {
  description = "The sweep function."
  value       = aws_lambda_function.sweep.arn
}

output "rollback_function_name" {
  description = "Invoke it with {\"keys\":[\"arn\"]} or {\"run\":\"id\"} to take scheduled deletions back."
  value       = aws_lambda_function.rollback.function_name
}

output "alert_role_arn" {
  description = "Whom the alert's role in other accounts must trust."
  value       = aws_iam_role.alert.arn
}

output "sweep_role_arn" {
  description = "Whom the sweep's role in other accounts must trust."
  value       = aws_iam_role.sweep.arn
}

output "rollback_role_arn" {
  description = "Whom the rollback's role in other accounts must trust."
  value       = aws_iam_role.rollback.arn
}

output "undelivered_queue_url" {
  description = "Events that could not be delivered. It should be empty."
  value       = aws_sqs_queue.undelivered.url
}

output "failed_invocations_queue_url" {
  description = "Invocations that a function gave up on. It should be empty."
  value       = aws_sqs_queue.failed_invocations.url
}

output "dashboard_name" {
  description = "The CloudWatch dashboard."
  value       = aws_cloudwatch_dashboard.dashboard.dashboard_name
}
