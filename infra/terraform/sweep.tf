resource "aws_lambda_function" "sweep" {
  function_name    = "${var.name_prefix}-sweep"
  description      = "Enables rotation, and schedules the deletion of disabled keys that are proven unused."
  role             = aws_iam_role.sweep.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "KmsGuard.Lambda"
  runtime          = var.runtime
  architectures    = [var.architecture]
  # Up to eight Regions at once, 32 keys each, and a report of every key at the end.
  memory_size = 1024
  timeout     = 900
  # Two sweeps at once would each take their share of the same KMS quotas.
  reserved_concurrent_executions = var.sweep_concurrency == null ? -1 : var.sweep_concurrency

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.sweep.name
  }

  environment {
    variables = merge(local.environment, {
      KMSGUARD_FUNCTION             = "sweep"
      KMSGUARD_REGIONS              = join(",", var.regions)
      KMSGUARD_ROTATION             = var.rotation
      KMSGUARD_DELETION             = var.deletion
      KMSGUARD_ROTATION_PERIOD_DAYS = var.rotation_period_days
      KMSGUARD_WINDOW_DAYS          = var.window_days
      KMSGUARD_DISABLED_DAYS        = var.disabled_days
      KMSGUARD_IDLE_DAYS            = var.idle_days
      KMSGUARD_MAX_DELETIONS        = var.max_deletions
      KMSGUARD_EXEMPT_ALIASES       = join(",", var.exempt_aliases)
      KMSGUARD_QUOTA_SHARE          = var.quota_share
      KMSGUARD_ROLE_NAME            = local.member_roles.sweep
      KMSGUARD_ACCOUNTS             = join(",", var.accounts)
      KMSGUARD_NOTICE               = var.notice
    })
  }

  depends_on = [aws_iam_role_policy.sweep]
}

resource "aws_lambda_function_event_invoke_config" "sweep" {
  function_name = aws_lambda_function.sweep.function_name
  # The next night is the retry: a run that timed out would time out again.
  maximum_retry_attempts = 0

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed_invocations.arn
    }
  }
}

resource "aws_cloudwatch_log_group" "sweep" {
  name              = "/aws/lambda/${var.name_prefix}-sweep"
  retention_in_days = var.log_retention_days
}
