locals {
  # The API's own address, over HTTPS: what Hermes signs its pushes for.
  management_endpoint = local.gateway_enabled ? replace(aws_apigatewayv2_stage.gateway[0].invoke_url, "wss://", "https://") : null
}

output "websocket_url" {
  description = "What clients connect to, with ?token=<JWT>. Null without a WebSocket API."
  value = (
    var.domain_name != null ? "wss://${var.domain_name}/${var.stage}" :
    local.gateway_enabled ? aws_apigatewayv2_stage.gateway[0].invoke_url : null
  )
}

output "management_endpoint" {
  description = "HERMES_APIGATEWAY_ENDPOINT of Hermes: it serves /@connections."
  value       = local.management_endpoint
}

output "domain_target" {
  description = "What the DNS record of domain_name must point at, if zone_id is not given."
  value       = one(aws_apigatewayv2_domain_name.gateway[*].domain_name_configuration[0].target_domain_name)
}

output "balancer_domain" {
  description = "What the DNS record of hermes_url must point at, where the load balancer is made here."
  value       = one(aws_lb.service[*].dns_name)
}

output "storage" {
  description = "Names, ARNs and URLs of the tables and queues."
  value       = module.storage
}

output "service_policy_arn" {
  description = "For the role or user of Hermes, where it does not run here."
  value       = aws_iam_policy.service.arn
}

output "producer_policy_arn" {
  description = "For back ends that send notifications."
  value       = aws_iam_policy.producer.arn
}

output "minter_policy_arn" {
  description = "For back ends that let users into rooms."
  value       = aws_iam_policy.minter.arn
}
