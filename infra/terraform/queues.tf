# What could not be delivered to a function, as it was. A rule is done as soon as Lambda has accepted the event, which is
# why there is a second queue.
resource "aws_sqs_queue" "undelivered" {
  name                      = "${var.name_prefix}-undelivered"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

# What a function gave up on: request and response.
resource "aws_sqs_queue" "failed_invocations" {
  name                      = "${var.name_prefix}-failed-invocations"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "undelivered" {
  queue_url = aws_sqs_queue.undelivered.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Rules"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.undelivered.arn
      Condition = { ArnEquals = { "aws:SourceArn" = [
        aws_cloudwatch_event_rule.key_changes.arn,
        aws_cloudwatch_event_rule.doomed_key_use.arn,
        aws_cloudwatch_event_rule.key_loss.arn,
        aws_cloudwatch_event_rule.forwarded.arn,
      ] } }
    }]
  })
}
