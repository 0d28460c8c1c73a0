resource "aws_lambda_function" "rollback" {
  function_name    = "${var.name_prefix}-rollback"
  description      = "Cancels scheduled deletions, one key, a list, or everything that a sweep scheduled."
  role             = aws_iam_role.rollback.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "KmsGuard.Lambda"
  runtime          = var.runtime
  architectures    = [var.architecture]
  memory_size      = 512
  timeout          = 900

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.rollback.name
  }

  environment {
    variables = merge(local.environment, {
      KMSGUARD_FUNCTION    = "rollback"
      KMSGUARD_REGIONS     = join(",", var.regions)
      KMSGUARD_ACCOUNTS    = join(",", var.accounts)
      KMSGUARD_QUOTA_SHARE = var.quota_share
      KMSGUARD_ROLE_NAME   = local.member_roles.rollback
    })
  }

  depends_on = [aws_iam_role_policy.rollback]
}

resource "aws_cloudwatch_log_group" "rollback" {
  name              = "/aws/lambda/${var.name_prefix}-rollback"
  retention_in_days = var.log_retention_days
}

# It can only make keys safer.
resource "aws_iam_role" "rollback" {
  name               = "${var.name_prefix}-rollback"
  assume_role_policy = local.lambda_trust
}

resource "aws_iam_role_policy" "rollback" {
  name = "${var.name_prefix}-rollback"
  role = aws_iam_role.rollback.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Find"
          Effect   = "Allow"
          Action   = "kms:ListKeys"
          Resource = "*"
        },
        {
          Sid      = "Read"
          Effect   = "Allow"
          Action   = ["kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListResourceTags"]
          Resource = local.keys
        },
        {
          Sid      = "Act"
          Effect   = "Allow"
          Action   = ["kms:CancelKeyDeletion", "kms:EnableKey"]
          Resource = local.keys
        },
        {
          Sid       = "Hold"
          Effect    = "Allow"
          Action    = "kms:TagResource"
          Resource  = local.keys
          Condition = local.only_tags.hold
        },
      ],
      local.tell,
      [
        {
          Sid      = "Log"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.rollback.arn}:*"
        },
      ],
      [for statement in [local.enter_members.rollback] : statement if local.has_members],
    )
  })
}
