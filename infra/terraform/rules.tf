module "patterns" {
  source = "./patterns"
}

# What weakens, dooms or heals a key.
resource "aws_cloudwatch_event_rule" "key_changes" {
  name          = "${var.name_prefix}-key-changes"
  description   = "What weakens, dooms or heals a KMS key."
  state         = "ENABLED"
  event_pattern = module.patterns.key_changes
}

# Somebody still needs a key that is disabled or pending deletion. Decrypt and its like are read-only management events,
# which only this state delivers.
resource "aws_cloudwatch_event_rule" "doomed_key_use" {
  name          = "${var.name_prefix}-doomed-key-use"
  description   = "Use of a KMS key that is disabled or pending deletion."
  state         = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
  event_pattern = module.patterns.doomed_key_use
}

# KMS's own events, which need no trail.
resource "aws_cloudwatch_event_rule" "key_loss" {
  name          = "${var.name_prefix}-key-loss"
  description   = "Deletion of a KMS key, or of its imported material."
  state         = "ENABLED"
  event_pattern = module.patterns.key_loss
}

locals {
  # Every rule that invokes the alert function.
  rules = {
    key_changes    = aws_cloudwatch_event_rule.key_changes
    doomed_key_use = aws_cloudwatch_event_rule.doomed_key_use
    key_loss       = aws_cloudwatch_event_rule.key_loss
    forwarded      = aws_cloudwatch_event_rule.forwarded
  }
}

resource "aws_cloudwatch_event_target" "alert" {
  for_each       = local.rules
  rule           = each.value.name
  event_bus_name = each.value.event_bus_name
  target_id      = "alert"
  arn            = aws_lambda_function.alert.arn

  dead_letter_config {
    arn = aws_sqs_queue.undelivered.arn
  }

  retry_policy {
    maximum_retry_attempts       = 185
    maximum_event_age_in_seconds = 86400
  }
}

resource "aws_lambda_permission" "alert" {
  for_each      = local.rules
  statement_id  = replace(each.key, "_", "-")
  function_name = aws_lambda_function.alert.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = each.value.arn
}
