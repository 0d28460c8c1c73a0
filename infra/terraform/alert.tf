resource "aws_lambda_function" "alert" {
  function_name    = "${var.name_prefix}-alert"
  description      = "Tells people who did what to a KMS key, what is at stake and how to undo it."
  role             = aws_iam_role.alert.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "KmsGuard.Lambda"
  runtime          = var.runtime
  architectures    = [var.architecture]
  # Memory buys processor time: with less, a cold start of .NET takes longer than the reading of the key.
  memory_size = 512
  timeout     = 60
  # Each environment tells a burst of calls on a doomed key once, so this is the most notices of one burst; the events
  # above it wait in Lambda's queue. Not set by default: Lambda refuses to reserve what would leave an account less than
  # 100 (a new one has 10 in all), and a flood of one kind of event would hold up the others.
  reserved_concurrent_executions = var.alert_concurrency == null ? -1 : var.alert_concurrency

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.alert.name
  }

  environment {
    variables = merge(local.environment, {
      KMSGUARD_FUNCTION            = "alert"
      KMSGUARD_OWN_ROLES           = join(",", local.own_roles)
      KMSGUARD_ROLE_NAME           = local.member_roles.alert
      KMSGUARD_RESCUE              = var.rescue
      KMSGUARD_APPROVED_PRINCIPALS = join(",", var.approved_principals)
    })
  }

  # A function without its permissions fails its first events.
  depends_on = [aws_iam_role_policy.alert]
}

locals {
  # Whose calls are KmsGuard's own, here and in the other accounts.
  own_roles = concat(
    [aws_iam_role.alert.arn, aws_iam_role.sweep.arn, aws_iam_role.rollback.arn],
    # The three by name: any other role that begins so may be a stranger's.
    local.has_members ? [for role in ["alert", "sweep", "rollback"] : "arn:${local.partition}:iam::*:role/${local.member_roles[role]}"] : [],
  )
}

resource "aws_lambda_function_event_invoke_config" "alert" {
  function_name                = aws_lambda_function.alert.function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 21600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed_invocations.arn
    }
  }
}

resource "aws_cloudwatch_log_group" "alert" {
  name              = "/aws/lambda/${var.name_prefix}-alert"
  retention_in_days = var.log_retention_days
}
