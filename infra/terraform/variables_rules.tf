# What the sweep may do, and to which keys.

variable "rotation" {
  type        = string
  description = "Rotation of enabled keys. A dry run only reports."
  default     = "dry-run"
  validation {
    condition     = contains(["off", "dry-run", "enforce"], var.rotation)
    error_message = "rotation is off, dry-run or enforce."
  }
}

variable "deletion" {
  type        = string
  description = "Deletion of disabled, unused keys. A dry run only reports."
  default     = "dry-run"
  validation {
    condition     = contains(["off", "dry-run", "enforce"], var.deletion)
    error_message = "deletion is off, dry-run or enforce."
  }
}

variable "rotation_period_days" {
  type        = number
  description = "The longest rotation period that is left alone, and the one that is set."
  default     = 365
  validation {
    condition     = var.rotation_period_days >= 90 && var.rotation_period_days <= 2560 && floor(var.rotation_period_days) == var.rotation_period_days
    error_message = "rotation_period_days is a whole number from 90 to 2560."
  }
}

variable "window_days" {
  type        = number
  description = "The waiting period before a deletion. The sweep's role cannot schedule one with a shorter period."
  default     = 30
  validation {
    condition     = var.window_days >= 7 && var.window_days <= 30 && floor(var.window_days) == var.window_days
    error_message = "window_days is a whole number from 7 to 30."
  }
}

variable "disabled_days" {
  type        = number
  description = "How long a key must have been disabled. 0 asks nothing."
  default     = 30
  validation {
    condition     = var.disabled_days >= 0 && var.disabled_days <= 3650 && floor(var.disabled_days) == var.disabled_days
    error_message = "disabled_days is a whole number from 0 to 3650."
  }
}

variable "idle_days" {
  type        = number
  description = "For how long KMS must prove that nobody used the key. 0 asks nothing."
  default     = 90
  validation {
    condition     = var.idle_days >= 0 && var.idle_days <= 3650 && floor(var.idle_days) == var.idle_days
    error_message = "idle_days is a whole number from 0 to 3650."
  }
}

variable "max_deletions" {
  type        = number
  description = "If more deletions are due in one Region, none is scheduled there. 0 is none."
  default     = 10
  validation {
    condition     = var.max_deletions >= 0 && var.max_deletions <= 100000 && floor(var.max_deletions) == var.max_deletions
    error_message = "max_deletions is a whole number from 0 to 100000."
  }
}

variable "exempt_aliases" {
  type        = list(string)
  description = "Globs over aliases whose keys are left alone."
  default     = []
  validation {
    condition     = alltrue([for alias in var.exempt_aliases : can(regex("^[^,\\s]+$", alias))])
    error_message = "exempt_aliases are globs such as alias/prod-*, each without blanks and commas."
  }
}

variable "quota_share" {
  type        = number
  description = "Percent of each KMS request quota that a run may take."
  default     = 50
  validation {
    condition     = var.quota_share >= 1 && var.quota_share <= 100 && floor(var.quota_share) == var.quota_share
    error_message = "quota_share is a whole number from 1 to 100."
  }
}

variable "rescue" {
  type        = string
  description = "Whether the alert function cancels deletions at once - when the key is used, when it was scheduled by anybody but approved_principals, or both."
  default     = "off"
  validation {
    condition     = contains(["off", "on-use", "unapproved", "both"], var.rescue)
    error_message = "rescue is off, on-use, unapproved or both."
  }
  validation {
    condition     = !contains(["unapproved", "both"], var.rescue) || length(var.approved_principals) > 0
    error_message = "rescue from unapproved principals takes at least one of approved_principals: without, every deletion is cancelled."
  }
}

variable "approved_principals" {
  type        = list(string)
  description = "Globs over the ARNs of the roles and users that may schedule deletions."
  default     = []
  validation {
    condition     = alltrue([for principal in var.approved_principals : can(regex("^arn:[^,\\s]+$", principal))])
    error_message = "approved_principals are globs over ARNs such as arn:aws:iam::*:role/key-admin, each without blanks and commas."
  }
}
