variable "package" {
  type        = string
  description = "What eng/package leaves."
  default     = "../../../../artifacts/package/kmsguard.zip"
}

variable "runtime" {
  type        = string
  description = "dotnet10, for which the AWS provider must be 6.27 or newer."
  default     = "dotnet10"
}
