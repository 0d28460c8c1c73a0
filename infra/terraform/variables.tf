variable "package" {
  type        = string
  description = "The zip that eng/package writes: all three functions."
  validation {
    condition     = fileexists(var.package)
    error_message = "There is no such file as package names: eng/package writes it."
  }
}

variable "runtime" {
  type        = string
  description = "dotnet10, which takes version 6.27 or newer of the AWS provider; or provided.al2023 for a package that has a bootstrap of its own, such as a Native AOT one."
  default     = "dotnet10"
  validation {
    condition     = contains(["dotnet10", "provided.al2023"], var.runtime)
    error_message = "runtime is dotnet10, or provided.al2023 for a package with a bootstrap."
  }
}

variable "architecture" {
  type        = string
  description = "What the package was built for."
  default     = "x86_64"
  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture is x86_64 or arm64, as the package was built."
  }
}

variable "name_prefix" {
  type        = string
  description = "What every name begins with. IAM's names and dashboards have no Region, so that a second guard in the account needs another."
  default     = "kmsguard"
  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9-]{0,31}$", var.name_prefix))
    error_message = "name_prefix is up to 32 letters, digits and hyphens, and begins with a letter."
  }
}

variable "regions" {
  type        = list(string)
  description = "The Regions to sweep and to look for keys in, or [\"all\"]. Empty for this Region."
  default     = []
  validation {
    condition     = var.regions == tolist(["all"]) || alltrue([for region in var.regions : can(regex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", region))])
    error_message = "regions are names such as eu-central-1, or [\"all\"] alone."
  }
}

variable "member_role_prefix" {
  type        = string
  description = "What the names of the roles in other accounts begin with; -alert, -sweep and -rollback follow. Empty for this account only."
  default     = ""
  validation {
    condition     = can(regex("^[A-Za-z0-9+=.@_-]{0,55}$", var.member_role_prefix))
    error_message = "member_role_prefix is the beginning of a role's name: up to 55 letters, digits and any of +=.@_-"
  }
}

variable "accounts" {
  type        = list(string)
  description = "The accounts to sweep through their member role. Empty for this account."
  default     = []
  validation {
    condition     = alltrue([for account in var.accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "accounts are account ids of 12 digits, quoted so that a leading zero stays."
  }
  validation {
    condition     = length(var.accounts) == 0 || var.member_role_prefix != ""
    error_message = "accounts are swept through a role in each: set member_role_prefix."
  }
}

variable "organization_id" {
  type        = string
  description = "The organization whose accounts may forward their KMS events to this guard's bus. Empty for this account only."
  default     = ""
  validation {
    condition     = can(regex("^(o-[a-z0-9]{10,32})?$", var.organization_id))
    error_message = "organization_id is like o-a1b2c3d4e5, or empty."
  }
}

variable "schedule_expression" {
  type        = string
  description = "When to sweep (EventBridge Scheduler)."
  default     = "cron(15 2 * * ? *)"
  validation {
    condition     = can(regex("^(cron|rate)\\(.+\\)$", var.schedule_expression))
    error_message = "schedule_expression is cron(...) or rate(...)."
  }
}

variable "schedule_timezone" {
  type        = string
  description = "The schedule's time zone, an IANA name."
  default     = "UTC"
}

variable "schedule_state" {
  type        = string
  description = "DISABLED where something else starts the sweeps, such as an organization's state machine."
  default     = "ENABLED"
  validation {
    condition     = contains(["ENABLED", "DISABLED"], var.schedule_state)
    error_message = "schedule_state is ENABLED or DISABLED."
  }
}

variable "alert_concurrency" {
  type        = number
  description = "How many alert functions may run at once. Null for as many as Lambda gives."
  default     = null
  validation {
    condition     = var.alert_concurrency == null ? true : var.alert_concurrency >= 1 && var.alert_concurrency <= 9999 && floor(var.alert_concurrency) == var.alert_concurrency
    error_message = "alert_concurrency is a whole number from 1 to 9999, or null."
  }
}

variable "sweep_concurrency" {
  type        = number
  description = "How many sweeps may run at once. They would share the same KMS quotas. Null to reserve none, as an account must whose Lambda limit is 10."
  default     = 1
  validation {
    condition     = var.sweep_concurrency == null ? true : var.sweep_concurrency >= 1 && var.sweep_concurrency <= 9999 && floor(var.sweep_concurrency) == var.sweep_concurrency
    error_message = "sweep_concurrency is a whole number from 1 to 9999, or null."
  }
}

variable "log_retention_days" {
  type        = number
  description = "How long logs are kept."
  default     = 90
  validation {
    condition     = contains([30, 60, 90, 180, 365, 731, 1827, 3653], var.log_retention_days)
    error_message = "log_retention_days is one of 30, 60, 90, 180, 365, 731, 1827 and 3653."
  }
}
