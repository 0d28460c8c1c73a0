# Where notices go.
resource "aws_sns_topic" "topic" {
  name              = var.name_prefix
  kms_master_key_id = aws_kms_key.topic.arn
}

# A key of its own: under AWS's key for SNS, EventBridge could not publish to the topic, nor could its rotation be seen
# to. Whoever disables it silences the notices; the alarm topic-key-unusable says so by another way.
resource "aws_kms_key" "topic" {
  description             = "Encrypts the notices of ${var.name_prefix}."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  # No sweep touches it, whatever becomes of it.
  tags = { "kmsguard:exempt" = "true" }

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # Without this nobody could look after the key, and no IAM policy would count.
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        # EventBridge supports no conditions here (Amazon SNS developer guide, "Key management").
        Sid       = "EventBridge"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_sns_topic_policy" "topic" {
  arn = aws_sns_topic.topic.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # A policy of one's own replaces the one that SNS makes: this is what that allowed.
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action = [
          "sns:AddPermission",
          "sns:DeleteTopic",
          "sns:GetTopicAttributes",
          "sns:ListSubscriptionsByTopic",
          "sns:Publish",
          "sns:RemovePermission",
          "sns:SetTopicAttributes",
          "sns:Subscribe",
        ]
        Resource = aws_sns_topic.topic.arn
      },
      {
        # For rules that people add here, which may tell this topic directly. Without the condition, a rule of any account in
        # the world that knows the topic's name could write to those who trust it.
        Sid       = "EventBridge"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.topic.arn
        Condition = { ArnLike = { "aws:SourceArn" = "arn:${local.partition}:events:*:${local.account}:rule/*" } }
      },
      {
        Sid       = "OnlyTls"
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
