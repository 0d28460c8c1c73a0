output "arn" {
  description = "The key's ARN."
  value       = aws_kms_key.key.arn
}

output "alias_arn" {
  description = "The alias's ARN."
  value       = aws_kms_alias.key.arn
}
