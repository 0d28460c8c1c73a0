# It reads, and keeps one tag. It can never schedule a deletion, and cancel one only where it is to rescue.
resource "aws_iam_role" "alert" {
  name               = "${var.name_prefix}-alert"
  assume_role_policy = local.lambda_trust
}

resource "aws_iam_role_policy" "alert" {
  name = "${var.name_prefix}-alert"
  role = aws_iam_role.alert.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Find"
          Effect   = "Allow"
          Action   = "kms:ListAliases"
          Resource = "*"
        },
        {
          Sid    = "Read"
          Effect = "Allow"
          Action = [
            "kms:DescribeKey",
            "kms:GetKeyLastUsage",
            "kms:GetKeyRotationStatus",
            "kms:ListGrants",
            "kms:ListResourceTags",
          ]
          Resource = local.keys
        },
        {
          Sid       = "Mark"
          Effect    = "Allow"
          Action    = ["kms:TagResource", "kms:UntagResource"]
          Resource  = local.keys
          Condition = local.only_tags.mark
        },
      ],
      [for statement in local.rescue : statement if local.rescues],
      local.tell,
      [
        {
          Sid      = "Log"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.alert.arn}:*"
        },
        {
          Sid      = "GiveUp"
          Effect   = "Allow"
          Action   = "sqs:SendMessage"
          Resource = aws_sqs_queue.failed_invocations.arn
        },
      ],
      [for statement in [local.enter_members.alert] : statement if local.has_members],
    )
  })
}

locals {
  rescue = [
    {
      Sid      = "Rescue"
      Effect   = "Allow"
      Action   = "kms:CancelKeyDeletion"
      Resource = local.keys
    },
    {
      Sid       = "Hold"
      Effect    = "Allow"
      Action    = "kms:TagResource"
      Resource  = local.keys
      Condition = local.only_tags.hold
    },
  ]
}
