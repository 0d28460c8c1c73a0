variable "home_bus_arn" {
  type        = string
  description = "The guard's bus: home_bus_arn of the module above, or HomeBusArn of the stack."
  validation {
    condition     = can(regex("^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._-]+$", var.home_bus_arn))
    error_message = "home_bus_arn is the ARN of an event bus."
  }
}

variable "name_prefix" {
  type        = string
  description = "What the names of all resources begin with."
  default     = "kmsguard"
  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9-]{0,31}$", var.name_prefix))
    error_message = "name_prefix is up to 32 letters, digits and hyphens, and begins with a letter."
  }
}

variable "alarm_topic_arn" {
  type        = string
  description = "A topic of this Region that is told when events could not be forwarded. Empty for none."
  default     = ""
  validation {
    condition     = can(regex("^(arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+)?$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn is the ARN of a topic, or empty."
  }
}
