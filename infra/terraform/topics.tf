# Where notices go.
resource "aws_sns_topic" "topic" {
  name              = var.name_prefix
  kms_master_key_id = aws_kms_key.topic.arn
}

# A key of its own, since services such as EventBridge cannot publish through AWS's own key of SNS.
resource "aws_kms_key" "topic" {
  description             = "KmsGuard's notices"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  # Or the guard would look after the key that it tells everything through.
  tags = { "kmsguard:exempt" = "true" }

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        # Without conditions: EventBridge does not support them in the policy of a topic's key.
        Sid       = "EventBridge"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_kms_alias" "topic" {
  name          = "alias/${var.name_prefix}-topic"
  target_key_id = aws_kms_key.topic.key_id
}

resource "aws_sns_topic_policy" "topic" {
  arn = aws_sns_topic.topic.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.topic.arn
      },
      {
        # Without conditions: EventBridge does not support them in a topic's policy.
        Sid       = "EventBridge"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.topic.arn
      },
      {
        Sid       = "NoPlainText"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.topic.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# What the alarms tell. Not encrypted, on purpose: if the key of the topic above is disabled nothing arrives there, and
# the alarm about exactly that must not depend on the same key. Its texts hold no secrets.
resource "aws_sns_topic" "alarm" {
  name = "${var.name_prefix}-alarms"
}

resource "aws_sns_topic_subscription" "email" {
  count     = var.notification_email == "" ? 0 : 1
  topic_arn = aws_sns_topic.topic.arn
  protocol  = "email"
  endpoint  = var.notification_email
}

resource "aws_sns_topic_subscription" "alarm_email" {
  count     = var.notification_email == "" ? 0 : 1
  topic_arn = aws_sns_topic.alarm.arn
  protocol  = "email"
  endpoint  = var.notification_email
}
