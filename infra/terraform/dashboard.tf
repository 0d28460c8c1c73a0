resource "aws_cloudwatch_dashboard" "dashboard" {
  dashboard_name = var.name_prefix
  dashboard_body = jsonencode({ widgets = [] })
}
