# Where other Regions, and other accounts, forward their KMS events to (see ./regional).
resource "aws_cloudwatch_event_bus" "home" {
  name        = var.name_prefix
  description = "KMS's events of other Regions and accounts, for KmsGuard."
}

resource "aws_cloudwatch_event_bus_policy" "home" {
  # The own account's roles may put events without it.
  count          = var.organization_id == "" ? 0 : 1
  event_bus_name = aws_cloudwatch_event_bus.home.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Organization"
      Effect    = "Allow"
      Principal = "*"
      Action    = "events:PutEvents"
      Resource  = aws_cloudwatch_event_bus.home.arn
      Condition = { StringEquals = { "aws:PrincipalOrgID" = var.organization_id } }
    }]
  })
}

# The forwarders have filtered already, and nobody can forge this source: PutEvents refuses what begins with aws.
resource "aws_cloudwatch_event_rule" "forwarded" {
  name           = "${var.name_prefix}-forwarded"
  description    = "KMS events that other Regions and accounts forward."
  event_bus_name = aws_cloudwatch_event_bus.home.name
  # Read-only calls that failed are among them.
  state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
  event_pattern = jsonencode({
    source      = ["aws.kms"]
    detail-type = ["AWS API Call via CloudTrail", "KMS CMK Deletion", "KMS Imported Key Material Expiration"]
  })
}
