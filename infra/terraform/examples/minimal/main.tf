# A guard of one account and one Region. It tells who disables or deletes keys; what a sweep would do, it only reports, until
# rotation and deletion are set to enforce.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = var.region
}

module "kmsguard" {
  source = "../.."

  package            = "../../../../artifacts/package/kmsguard.zip"
  notification_email = var.notification_email
}

variable "region" {
  type        = string
  description = "The Region to guard."
}

variable "notification_email" {
  type        = string
  description = "Who is told. Both subscriptions have to be confirmed."
}

output "kmsguard" {
  description = "All that the module tells of itself."
  value       = module.kmsguard
}
