output "unforwarded_queue_url" {
  description = "Events that could not be forwarded. It should be empty."
  value       = aws_sqs_queue.unforwarded.url
}
