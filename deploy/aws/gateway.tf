# The WebSocket API. It turns what clients do into HTTP requests to Hermes, which answers over @connections.

locals {
  gateway_enabled = var.hermes_url != null

  # What each event is sent to, under /{stage}/@events/. A message with an unknown action is Hermes's to refuse.
  gateway_routes = local.gateway_enabled ? {
    "$connect"    = "connect"
    "$disconnect" = "disconnect"
    "sendMessage" = "message"
    "$default"    = "message"
  } : {}

  # HTTP integrations learn none of this by themselves. Headers of the same names that a client sends are replaced.
  gateway_headers = {
    "integration.request.header.X-Hermes-Connection-Id" = "context.connectionId"
    "integration.request.header.X-Hermes-Source-Ip"     = "context.identity.sourceIp"
    "integration.request.header.X-Hermes-User-Agent"    = "context.identity.userAgent"
    # Quoted: a static value, not an expression.
    "integration.request.header.X-Hermes-Secret" = "'${coalesce(var.gateway_secret, "none")}'"
  }

  # Only $connect has a query string.
  gateway_query_headers = {
    "integration.request.header.X-Hermes-Token" = "route.request.querystring.token"
    "integration.request.header.X-Hermes-Since" = "route.request.querystring.since"
  }
}

resource "aws_apigatewayv2_api" "gateway" {
  count = local.gateway_enabled ? 1 : 0

  name                       = "hermes${var.name_suffix}"
  description                = "Hermes: notifications for browsers"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_integration" "event" {
  for_each = toset(values(local.gateway_routes))

  api_id      = aws_apigatewayv2_api.gateway[0].id
  description = "Tells Hermes of a ${each.key}"

  # Proxy: the status of the answer decides a connect. Without it, API Gateway lets in whomever Hermes refuses.
  integration_type     = "HTTP_PROXY"
  integration_method   = "POST"
  integration_uri      = "${var.hermes_url}/${var.stage}/@events/${each.key}"
  passthrough_behavior = "WHEN_NO_MATCH"
  timeout_milliseconds = var.gateway_timeout_milliseconds

  request_parameters = merge(
    local.gateway_headers,
    each.key == "connect" ? local.gateway_query_headers : {},
  )
}

# No route responses: Hermes answers over @connections, and what it says in an HTTP response stays between the two.
resource "aws_apigatewayv2_route" "event" {
  for_each = local.gateway_routes

  api_id    = aws_apigatewayv2_api.gateway[0].id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.event[each.value].id}"

  # Not required: a client without a token shall hear 401 from Hermes, as it does on Hermes's own gateway, and only
  # clients that want numbers send "since".
  dynamic "request_parameter" {
    for_each = each.value == "connect" ? ["token", "since"] : []

    content {
      request_parameter_key = "route.request.querystring.${request_parameter.value}"
      required              = false
    }
  }
}

# WebSocket APIs do not deploy themselves: a change of a route or an integration makes a new deployment.
resource "aws_apigatewayv2_deployment" "gateway" {
  count = local.gateway_enabled ? 1 : 0

  api_id = aws_apigatewayv2_api.gateway[0].id

  triggers = {
    routes       = sha1(jsonencode(aws_apigatewayv2_route.event))
    integrations = sha1(jsonencode(aws_apigatewayv2_integration.event))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "gateway" {
  count = local.gateway_enabled ? 1 : 0

  api_id        = aws_apigatewayv2_api.gateway[0].id
  name          = var.stage
  deployment_id = aws_apigatewayv2_deployment.gateway[0].id

  default_route_settings {
    throttling_rate_limit  = var.throttling_rate
    throttling_burst_limit = var.throttling_burst

    # Execution logs and traces would show tokens and messages.
    logging_level      = "OFF"
    data_trace_enabled = false
  }

  dynamic "access_log_settings" {
    for_each = aws_cloudwatch_log_group.gateway

    content {
      destination_arn = access_log_settings.value.arn

      # Nothing of the query string: it holds the token.
      format = jsonencode({
        time              = "$context.requestTime"
        requestId         = "$context.requestId"
        connectionId      = "$context.connectionId"
        event             = "$context.eventType"
        route             = "$context.routeKey"
        status            = "$context.status"
        sourceIp          = "$context.identity.sourceIp"
        integrationStatus = "$context.integrationStatus"
        integrationMillis = "$context.integrationLatency"
        error             = "$context.error.message"
      })
    }
  }
}

resource "aws_cloudwatch_log_group" "gateway" {
  count = local.gateway_enabled && var.access_log ? 1 : 0

  name              = "/hermes${var.name_suffix}/gateway"
  retention_in_days = var.log_days
}
