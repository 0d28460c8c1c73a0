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
  region = "eu-central-1"
}

module "kmsguard" {
  source  = "../.."
  package = var.package
  runtime = var.runtime
}
variable "package" {}
variable "runtime" {}
