# Who is told, when and how.

variable "message_format" {
  type        = string
  description = "How notices are written - for people, for machines, or for Amazon Q Developer in chat applications."
  default     = "text"
  validation {
    condition     = contains(["text", "json", "chat"], var.message_format)
    error_message = "message_format is text, json or chat."
  }
}

variable "notice" {
  type        = string
  description = "When a sweep sends a notice - when there is something to tell, or after every run."
  default     = "due"
  validation {
    condition     = contains(["due", "always"], var.notice)
    error_message = "notice is due or always."
  }
}

variable "notification_email" {
  type        = string
  description = "Who gets the notices and the alarms by e-mail, once both subscriptions are confirmed. Empty for nobody."
  default     = ""
  validation {
    condition     = can(regex("^([^@\\s]+@[^@\\s]+)?$", var.notification_email))
    error_message = "notification_email is one address, or empty."
  }
}

variable "sweep_alarm_hours" {
  type        = number
  description = "After how many hours without a finished sweep there is an alarm."
  default     = 26
  validation {
    condition     = var.sweep_alarm_hours >= 2 && var.sweep_alarm_hours <= 168 && floor(var.sweep_alarm_hours) == var.sweep_alarm_hours
    error_message = "sweep_alarm_hours is a whole number from 2 to 168."
  }
}
