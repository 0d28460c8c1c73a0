data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

# A bus in another Region or account takes events from a role only.
resource "aws_iam_role" "forward" {
  # Roles are global: each Region needs one of its own.
  name_prefix = "${var.name_prefix}-forward-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })

  lifecycle {
    precondition {
      condition     = join(":", slice(split(":", var.home_bus_arn), 3, 5)) != "${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}"
      error_message = "This is the home Region of the bus, whose default bus has these rules already: every event would be told twice."
    }
  }
}

resource "aws_iam_role_policy" "forward" {
  name = "${var.name_prefix}-forward"
  role = aws_iam_role.forward.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Forward"
      Effect   = "Allow"
      Action   = "events:PutEvents"
      Resource = var.home_bus_arn
    }]
  })
}

# What could not be forwarded, as it was.
resource "aws_sqs_queue" "unforwarded" {
  name                      = "${var.name_prefix}-unforwarded"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "unforwarded" {
  queue_url = aws_sqs_queue.unforwarded.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Rules"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.unforwarded.arn
      Condition = { ArnEquals = { "aws:SourceArn" = [
        aws_cloudwatch_event_rule.key_changes.arn,
        aws_cloudwatch_event_rule.doomed_key_use.arn,
        aws_cloudwatch_event_rule.key_loss.arn,
      ] } }
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "unforwarded" {
  alarm_name          = "${var.name_prefix}-unforwarded"
  alarm_description   = "Events of KMS did not reach the home bus, so that nobody was told. They wait in the queue for 14 days."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.unforwarded.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [for topic in [var.alarm_topic_arn] : topic if topic != ""]
  ok_actions          = [for topic in [var.alarm_topic_arn] : topic if topic != ""]
}
