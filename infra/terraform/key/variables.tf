variable "alias" {
  type        = string
  description = "The key's alias."
  validation {
    condition     = can(regex("^alias/[A-Za-z0-9/_-]{1,250}$", var.alias)) && !startswith(var.alias, "alias/aws/")
    error_message = "alias is like alias/orders, and not below alias/aws/."
  }
}

variable "purpose" {
  type        = string
  description = "What the key protects, so that nobody deletes it for want of knowing."
  validation {
    condition     = trimspace(var.purpose) != ""
    error_message = "purpose says what the key protects, so that nobody deletes it for want of knowing."
  }
}

variable "rotation_period_days" {
  type        = number
  description = "How often the key material is replaced."
  default     = 365
  validation {
    condition     = var.rotation_period_days >= 90 && var.rotation_period_days <= 2560 && floor(var.rotation_period_days) == var.rotation_period_days
    error_message = "rotation_period_days is a whole number from 90 to 2560."
  }
}

variable "administrators" {
  type        = list(string)
  description = "The ARNs of the roles and users that administer the key and cannot use it."
  validation {
    condition     = length(var.administrators) > 0 && alltrue([for arn in var.administrators : can(regex("^arn:[a-z-]+:(iam|sts)::[0-9]{12}:\\S+$", arn))])
    error_message = "administrators are ARNs of roles or users, one at least."
  }
}

variable "users" {
  type        = list(string)
  description = "The ARNs of the roles and users that encrypt and decrypt with the key. None of them is an administrator."
  validation {
    condition     = length(var.users) > 0 && alltrue([for arn in var.users : can(regex("^arn:[a-z-]+:(iam|sts)::[0-9]{12}:\\S+$", arn))])
    error_message = "users are ARNs of roles or users, one at least."
  }
  validation {
    condition     = length(setintersection(var.users, var.administrators)) == 0
    error_message = "users and administrators are different people: whoever is both can read the data and destroy it."
  }
}

variable "guarded" {
  type        = bool
  description = "Whether the key refuses every deletion with a waiting period below 30 days, whoever schedules it."
  default     = true
}

variable "tags" {
  type        = map(string)
  description = "The key's tags."
  default     = {}
}
