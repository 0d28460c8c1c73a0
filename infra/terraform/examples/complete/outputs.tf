output "kmsguard" {
  description = "All that the module tells of itself."
  value       = module.kmsguard
}

output "unforwarded_queue_url" {
  description = "Frankfurt's events that could not be forwarded. It should be empty."
  value       = module.frankfurt.unforwarded_queue_url
}
