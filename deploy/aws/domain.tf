# An own domain of the WebSocket API. Hermes still pushes to the API's own address, which no change of DNS can break.

resource "aws_apigatewayv2_domain_name" "gateway" {
  count = var.domain_name == null ? 0 : 1

  domain_name = var.domain_name

  domain_name_configuration {
    certificate_arn = var.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

# Under the stage's name, so that clients find /{stage} as they do on the API's own address.
resource "aws_apigatewayv2_api_mapping" "gateway" {
  count = var.domain_name == null ? 0 : 1

  api_id          = aws_apigatewayv2_api.gateway[0].id
  stage           = aws_apigatewayv2_stage.gateway[0].id
  domain_name     = aws_apigatewayv2_domain_name.gateway[0].id
  api_mapping_key = var.stage
}

resource "aws_route53_record" "gateway" {
  count = var.domain_name == null || var.zone_id == null ? 0 : 1

  zone_id = var.zone_id
  name    = var.domain_name
  type    = "A"

  alias {
    name                   = aws_apigatewayv2_domain_name.gateway[0].domain_name_configuration[0].target_domain_name
    zone_id                = aws_apigatewayv2_domain_name.gateway[0].domain_name_configuration[0].hosted_zone_id
    evaluate_target_health = false
  }
}
