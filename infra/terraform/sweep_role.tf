# It can neither cancel a deletion nor disable a key.
resource "aws_iam_role" "sweep" {
  name               = "${var.name_prefix}-sweep"
  assume_role_policy = local.lambda_trust
}

resource "aws_iam_role_policy" "sweep" {
  name = "${var.name_prefix}-sweep"
  role = aws_iam_role.sweep.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Find"
          Effect   = "Allow"
          Action   = ["kms:ListAliases", "kms:ListKeys"]
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
          Sid      = "Act"
          Effect   = "Allow"
          Action   = ["kms:EnableKeyRotation", "kms:ScheduleKeyDeletion"]
          Resource = local.keys
        },
        {
          Sid       = "Mark"
          Effect    = "Allow"
          Action    = "kms:TagResource"
          Resource  = local.keys
          Condition = local.only_tags.run
        },
      ],
      local.second_lock,
      local.tell,
      [
        {
          Sid      = "Log"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.sweep.arn}:*"
        },
        {
          Sid      = "GiveUp"
          Effect   = "Allow"
          Action   = "sqs:SendMessage"
          Resource = aws_sqs_queue.failed_invocations.arn
        },
      ],
      [for statement in [local.enter_members.sweep] : statement if local.has_members],
    )
  })
}

locals {
  # It holds whatever the code decides. Each statement denies for one reason.
  second_lock = [
    {
      Sid       = "NoShortWindow"
      Effect    = "Deny"
      Action    = "kms:ScheduleKeyDeletion"
      Resource  = local.keys
      Condition = { NumericLessThan = { "kms:ScheduleKeyDeletionPendingWindowInDays" = tostring(var.window_days) } }
    },
    {
      Sid       = "NoRecentlyUsedKey"
      Effect    = "Deny"
      Action    = "kms:ScheduleKeyDeletion"
      Resource  = local.keys
      Condition = { NumericLessThan = { "kms:TrailingDaysWithoutKeyUsage" = tostring(var.idle_days) } }
    },
    {
      Sid       = "NoHeldKey"
      Effect    = "Deny"
      Action    = "kms:ScheduleKeyDeletion"
      Resource  = local.keys
      Condition = { Null = { "aws:ResourceTag/kmsguard:hold" = "false" } }
    },
    {
      Sid      = "NoExemptKey"
      Effect   = "Deny"
      Action   = ["kms:EnableKeyRotation", "kms:ScheduleKeyDeletion", "kms:TagResource"]
      Resource = local.keys
      # Exempt is any value but false; a negated comparison is true of a missing tag too, hence the second line.
      Condition = {
        StringNotEqualsIgnoreCase = { "aws:ResourceTag/kmsguard:exempt" = "false" }
        Null                      = { "aws:ResourceTag/kmsguard:exempt" = "false" }
      }
    },
  ]

  # The way into the other accounts, into the role of the same function only.
  enter_members = {
    for function, role in local.member_roles : function => {
      Sid      = "EnterMembers"
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "arn:${local.partition}:iam::*:role/${role}"
    }
  }
}
