variable "log_group_name" {
  type        = string
  description = "The log group that the CloudTrail trail writes to. The trail must take read and write management events of every Region, KMS's included."
  validation {
    condition     = can(regex("^[A-Za-z0-9_/.#-]{1,512}$", var.log_group_name))
    error_message = "log_group_name is the name of a log group, not its ARN."
  }
}

variable "topic_arn" {
  type        = string
  description = "The topic that is told, in this Region; under a key of its own only if that lets cloudwatch.amazonaws.com use it. Empty for a new topic."
  default     = ""
  validation {
    condition     = can(regex("^(arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+)?$", var.topic_arn))
    error_message = "topic_arn is the ARN of a topic, or empty."
  }
}

variable "notification_email" {
  type        = string
  description = "Who is told by e-mail, once the subscription is confirmed. The benchmark asks for one subscription at least. Empty for nobody."
  default     = ""
  validation {
    condition     = can(regex("^([^@\\s]+@[^@\\s]+)?$", var.notification_email))
    error_message = "notification_email is one address, or empty."
  }
}

variable "name_prefix" {
  type        = string
  description = "What every name begins with."
  default     = "kmsguard-cis"
  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9-]{0,31}$", var.name_prefix))
    error_message = "name_prefix is up to 32 letters, digits and hyphens, and begins with a letter."
  }
}
