data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id
  suffix    = data.aws_partition.current.dns_suffix

  # Every key of this account, in every Region.
  keys = "arn:${local.partition}:kms:*:${local.account}:key/*"

  rescues     = var.rescue != "off"
  has_members = var.member_role_prefix != ""

  # The role of each function in the other accounts, by name. Empty without other accounts.
  member_roles = {
    for function in ["alert", "sweep", "rollback"] :
    function => local.has_members ? "${var.member_role_prefix}-${function}" : ""
  }

  # Conditions on what is tagged: only these tag keys, and at least one - ForAllValues alone is true of an empty set.
  only_tags = {
    for name, tags in {
      mark = ["kmsguard:disabled-since"]
      run  = ["kmsguard:disabled-since", "kmsguard:run"]
      hold = ["kmsguard:hold"]
    } :
    name => {
      "ForAllValues:StringEquals" = { "aws:TagKeys" = tags }
      "Null"                      = { "aws:TagKeys" = "false" }
    }
  }

  lambda_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  # What every function that publishes may do: to tell, through the topic's key and for nothing else.
  tell = [
    {
      Sid      = "Tell"
      Effect   = "Allow"
      Action   = "sns:Publish"
      Resource = aws_sns_topic.topic.arn
    },
    {
      Sid       = "UseTopicKey"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = aws_kms_key.topic.arn
      Condition = { StringEquals = { "kms:ViaService" = "sns.${local.region}.${local.suffix}" } }
    },
  ]

  # The variables that all functions have.
  environment = {
    KMSGUARD_TOPIC_ARN      = aws_sns_topic.topic.arn
    KMSGUARD_MESSAGE_FORMAT = var.message_format
  }
}
