# terraform test: what would be made, without an account. Nothing here is applied.

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

# Names and ARNs that AWS would give, so that policies can be read.
override_module {
  target = module.storage

  outputs = {
    connections_table     = "hermesConnections"
    connections_table_arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/hermesConnections"
    connections_index     = "room_id-index"
    connections_index_arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/hermesConnections/index/room_id-index"
    tokens_table          = "hermesTokens"
    tokens_table_arn      = "arn:aws:dynamodb:eu-west-1:111122223333:table/hermesTokens"
    rooms_table           = "hermesRooms"
    rooms_table_arn       = "arn:aws:dynamodb:eu-west-1:111122223333:table/hermesRooms"
    queue                 = "hermes-messageQueue"
    queue_arn             = "arn:aws:sqs:eu-west-1:111122223333:hermes-messageQueue"
    queue_url             = "https://sqs.eu-west-1.amazonaws.com/111122223333/hermes-messageQueue"
    dead_letter_queue     = "hermes-messageQueue-dlq"
    dead_letter_queue_arn = "arn:aws:sqs:eu-west-1:111122223333:hermes-messageQueue-dlq"
    dead_letter_queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/hermes-messageQueue-dlq"
  }
}

run "storage_and_access_alone" {
  command = plan

  assert {
    condition     = length(aws_apigatewayv2_api.gateway) == 0 && length(aws_ecs_service.service) == 0
    error_message = "Gateway and service are options."
  }

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(data.aws_iam_policy_document.service.json).Statement : [
        for action in flatten([statement.Action]) : !strcontains(action, "*") && !strcontains(action, "Scan")
      ]
    ]))
    error_message = "Neither Scan nor wildcard actions."
  }

  assert {
    condition = alltrue(flatten([
      for json in [
        data.aws_iam_policy_document.service.json,
        data.aws_iam_policy_document.producer.json,
        data.aws_iam_policy_document.minter.json,
        ] : [
        for statement in jsondecode(json).Statement : [
          for resource in flatten([statement.Resource]) : !strcontains(resource, "*")
        ]
      ]
    ]))
    error_message = "No wildcard tables and queues."
  }
}

run "gateway" {
  command = plan

  variables {
    stage          = "prod"
    hermes_url     = "https://hermes.example.com"
    gateway_secret = "0123456789abcdef0123456789abcdef"
  }

  assert {
    condition = { for key, route in aws_apigatewayv2_route.event : key => local.gateway_routes[key] } == {
      "$connect"    = "connect"
      "$disconnect" = "disconnect"
      "sendMessage" = "message"
      "$default"    = "message"
    }
    error_message = "Every event has its route."
  }

  assert {
    condition     = aws_apigatewayv2_integration.event["connect"].integration_uri == "https://hermes.example.com/prod/@events/connect"
    error_message = "Events go to /{stage}/@events/."
  }

  assert {
    condition     = aws_apigatewayv2_integration.event["message"].request_parameters["integration.request.header.X-Hermes-Secret"] == "'0123456789abcdef0123456789abcdef'"
    error_message = "The secret is a static value: quoted."
  }

  assert {
    condition = [
      for event in ["connect", "disconnect", "message"] : event
      if contains(keys(aws_apigatewayv2_integration.event[event].request_parameters), "integration.request.header.X-Hermes-Token")
    ] == ["connect"]
    error_message = "Only $connect has a token."
  }

  assert {
    condition = [
      for event in ["connect", "disconnect", "message"] : event
      if lookup(aws_apigatewayv2_integration.event[event].request_parameters, "integration.request.header.X-Hermes-Since", "") == "route.request.querystring.since"
    ] == ["connect"]
    error_message = "Only $connect says from where on a client wants numbers."
  }

  assert {
    condition = toset(aws_apigatewayv2_route.event["$connect"].request_parameter[*].request_parameter_key) == toset([
      "route.request.querystring.token", "route.request.querystring.since"
    ])
    error_message = "A query parameter is passed on only where its route names it."
  }
}

run "log_without_query_string" {
  command = plan

  variables {
    hermes_url     = "https://hermes.example.com"
    gateway_secret = "0123456789abcdef0123456789abcdef"
    access_log     = true
  }

  assert {
    condition     = !can(regex("(?i)query|token|path", one(aws_apigatewayv2_stage.gateway[0].access_log_settings).format))
    error_message = "The query string holds the token."
  }
}

run "gateway_needs_a_secret" {
  command = plan

  variables {
    hermes_url = "https://hermes.example.com"
  }

  expect_failures = [var.gateway_secret]
}

run "secret_without_quotes" {
  command = plan

  variables {
    hermes_url     = "https://hermes.example.com"
    gateway_secret = "0123456789abcdef'0123456789abcdef"
  }

  expect_failures = [var.gateway_secret]
}

run "tokens_pass_over_https_alone" {
  command = plan

  variables {
    hermes_url     = "http://hermes.example.com"
    gateway_secret = "0123456789abcdef0123456789abcdef"
  }

  expect_failures = [var.hermes_url]
}

run "all_options" {
  command = plan

  variables {
    name_suffix                   = "-staging"
    hermes_url                    = "https://hermes.example.com"
    gateway_secret                = "0123456789abcdef0123456789abcdef"
    access_log                    = true
    domain_name                   = "notify.example.com"
    certificate_arn               = "arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
    zone_id                       = "Z0000000EXAMPLE"
    service_image                 = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/hermes:1"
    vpc_id                        = "vpc-11111111"
    subnet_ids                    = ["subnet-11111111", "subnet-22222222"]
    target_group_arn              = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/hermes/1111111111111111"
    client_security_group_ids     = ["sg-11111111"]
    monitoring_security_group_ids = ["sg-11111111"]

    secrets = {
      HERMES_JWT_SECRET               = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hermes-AbCdEf:jwt::"
      HERMES_API_ACCESS_KEY_ID        = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hermes-AbCdEf:key::"
      HERMES_API_SECRET_ACCESS_KEY    = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hermes-AbCdEf:secret::"
      HERMES_APIGATEWAY_EVENTS_SECRET = "arn:aws:ssm:eu-west-1:111122223333:parameter/hermes/gateway"
    }
  }

  assert {
    condition = jsondecode(data.aws_iam_policy_document.secrets.json).Statement[*].Resource == [
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hermes-AbCdEf",
      "arn:aws:ssm:eu-west-1:111122223333:parameter/hermes/gateway",
    ]
    error_message = "Only the secrets that Hermes is given, without the key inside of one."
  }

  assert {
    condition     = length(aws_route53_record.gateway) == 1 && output.websocket_url == "wss://notify.example.com/dev"
    error_message = "Clients connect to the own domain."
  }
}

run "balancer_scaling_and_alarms" {
  command = plan

  variables {
    service_image            = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/hermes:1"
    service_count            = 2
    service_max_count        = 6
    vpc_id                   = "vpc-11111111"
    subnet_ids               = ["subnet-11111111", "subnet-22222222"]
    balancer_subnet_ids      = ["subnet-33333333", "subnet-44444444"]
    balancer_certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
    alarm_topic_arns         = ["arn:aws:sns:eu-west-1:111122223333:on-call"]
    kms_key_arn              = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"

    secrets = {
      HERMES_JWT_SECRET            = "arn:aws:ssm:eu-west-1:111122223333:parameter/hermes/jwt"
      HERMES_API_ACCESS_KEY_ID     = "arn:aws:ssm:eu-west-1:111122223333:parameter/hermes/key"
      HERMES_API_SECRET_ACCESS_KEY = "arn:aws:ssm:eu-west-1:111122223333:parameter/hermes/secret"
    }
  }

  assert {
    condition     = aws_lb_listener.service[0].protocol == "HTTPS" && aws_lb.service[0].enable_deletion_protection
    error_message = "TLS alone, and not deleted by mistake."
  }

  assert {
    condition     = aws_lb_target_group.service[0].health_check[0].path == "/observe/health/live" && aws_lb_target_group.service[0].health_check[0].port == "9090"
    error_message = "An outage of a dependency is no reason to replace a task."
  }

  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.service[0].container_definitions)[0].healthCheck.command, "/opt/hermes/health")
    error_message = "ECS asks as the image does, for liveness."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.clients) == 1 && length(aws_vpc_security_group_ingress_rule.monitoring) == 1
    error_message = "The load balancer reaches clients' port and health."
  }

  assert {
    condition     = aws_appautoscaling_target.service[0].min_capacity == 2 && aws_appautoscaling_target.service[0].max_capacity == 6
    error_message = "Two to six tasks."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.dead_letters[0].dimensions.QueueName == "hermes-messageQueue-dlq" && aws_cloudwatch_metric_alarm.age[0].dimensions.QueueName == "hermes-messageQueue" && length(aws_cloudwatch_metric_alarm.unhealthy) == 1
    error_message = "Dead letters, age and unhealthy tasks are alarms."
  }

  assert {
    condition = alltrue([
      for json in [
        data.aws_iam_policy_document.service.json,
        data.aws_iam_policy_document.producer.json,
        data.aws_iam_policy_document.minter.json,
      ] : contains(jsondecode(json).Statement[*].Sid, "UseKey")
    ])
    error_message = "Whoever uses tables and queues uses their key."
  }
}

run "balancer_needs_a_certificate" {
  command = plan

  variables {
    balancer_subnet_ids = ["subnet-33333333", "subnet-44444444"]
  }

  expect_failures = [var.balancer_certificate_arn]
}

run "service_needs_secrets" {
  command = plan

  variables {
    service_image             = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/hermes:1"
    vpc_id                    = "vpc-11111111"
    subnet_ids                = ["subnet-11111111"]
    target_group_arn          = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/hermes/1111111111111111"
    client_security_group_ids = ["sg-11111111"]
    secrets                   = { HERMES_JWT_SECRET = "arn:aws:ssm:eu-west-1:111122223333:parameter/hermes/jwt" }
  }

  expect_failures = [var.secrets]
}
