# Hermes on ECS Fargate, behind a load balancer of its own (balancer.tf) or one that is there already.

locals {
  service_enabled = var.service_image != null

  cluster_name = var.cluster_arn == null ? "hermes${var.name_suffix}" : element(split("/", var.cluster_arn), 1)

  service_environment = merge(
    {
      HERMES_GATEWAY_STAGE                    = var.stage
      HERMES_CONNECTIONS_TABLE                = module.storage.connections_table
      HERMES_CONNECTIONS_INDEX                = module.storage.connections_index
      HERMES_TOKENS_TABLE                     = module.storage.tokens_table
      HERMES_ROOMS_TABLE                      = module.storage.rooms_table
      HERMES_NOTIFICATIONS_QUEUE              = module.storage.queue
      HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE  = module.storage.dead_letter_queue
      HERMES_NOTIFICATIONS_VISIBILITY_SECONDS = tostring(var.visibility_seconds)
    },
    local.gateway_enabled ? { HERMES_APIGATEWAY_ENDPOINT = local.management_endpoint } : {},
    var.environment,
  )

  # An ARN of Secrets Manager may go on with a key of the secret (:key:stage:version), of which IAM knows nothing.
  secrets_manager_arns = distinct([
    for arn in values(var.secrets) : join(":", slice(split(":", arn), 0, 7))
    if strcontains(arn, ":secretsmanager:")
  ])
  parameter_arns = distinct([for arn in values(var.secrets) : arn if strcontains(arn, ":ssm:")])
}

data "aws_partition" "current" {}

resource "aws_cloudwatch_log_group" "service" {
  count = local.service_enabled ? 1 : 0

  name              = "/hermes${var.name_suffix}/service"
  retention_in_days = var.log_days
}

resource "aws_ecs_cluster" "service" {
  count = local.service_enabled && var.cluster_arn == null ? 1 : 0

  name = "hermes${var.name_suffix}"
}

resource "aws_ecs_task_definition" "service" {
  count = local.service_enabled ? 1 : 0

  family                   = "hermes${var.name_suffix}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.service_cpu
  memory                   = var.service_memory
  task_role_arn            = aws_iam_role.task[0].arn
  execution_role_arn       = aws_iam_role.execution[0].arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.service_architecture
  }

  container_definitions = jsonencode([{
    name      = "hermes"
    image     = var.service_image
    essential = true

    portMappings = [
      { name = "gateway", containerPort = 8080, protocol = "tcp" },
      { name = "management", containerPort = 9090, protocol = "tcp" },
    ]

    environment = [for name, value in local.service_environment : { name = name, value = value }]
    secrets     = [for name, arn in var.secrets : { name = name, valueFrom = arn }]

    # ECS does not look at the one in the image.
    healthCheck = {
      command     = ["CMD-SHELL", "/opt/hermes/health"]
      interval    = 10
      timeout     = 5
      retries     = 3
      startPeriod = 60
    }

    # hermes.gateway.drain-delay-seconds and drain-seconds, and 10 s for what is in flight.
    stopTimeout = 30

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.service[0].name
        awslogs-region        = data.aws_region.current.name
        awslogs-stream-prefix = "hermes"
      }
    }
  }])
}

resource "aws_ecs_service" "service" {
  count = local.service_enabled ? 1 : 0

  name            = "hermes${var.name_suffix}"
  cluster         = var.cluster_arn == null ? aws_ecs_cluster.service[0].arn : var.cluster_arn
  task_definition = aws_ecs_task_definition.service[0].arn
  desired_count   = var.service_count
  launch_type     = "FARGATE"

  # The new task serves before the old one goes; one that does not become healthy is taken back.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 60

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.service[0].id]
    assign_public_ip = var.assign_public_ip
  }

  load_balancer {
    target_group_arn = local.target_group_arn
    container_name   = "hermes"
    container_port   = 8080
  }

  # scaling.tf decides from then on.
  lifecycle {
    ignore_changes = [desired_count]
  }

  # The first task must find its permissions, and the last one must keep them while it stops. A target group without a
  # listener is refused.
  depends_on = [
    aws_lb_listener.service,
    aws_iam_role_policy_attachment.task,
    aws_iam_role_policy_attachment.execution,
    aws_iam_role_policy.secrets,
  ]
}

# --- Network ---------------------------------------------------------------------

resource "aws_security_group" "service" {
  count = local.service_enabled ? 1 : 0

  name        = "hermes${var.name_suffix}"
  description = "Tasks of Hermes"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  count = local.service_enabled ? length(local.client_security_group_ids) : 0

  security_group_id            = aws_security_group.service[0].id
  description                  = "Clients and events of API Gateway, through the load balancer"
  referenced_security_group_id = local.client_security_group_ids[count.index]
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

resource "aws_vpc_security_group_ingress_rule" "nodes" {
  count = local.service_enabled ? 1 : 0

  security_group_id            = aws_security_group.service[0].id
  description                  = "Other tasks of Hermes, to push to the clients of this one"
  referenced_security_group_id = aws_security_group.service[0].id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

resource "aws_vpc_security_group_ingress_rule" "monitoring" {
  count = local.service_enabled ? length(local.monitoring_security_group_ids) : 0

  security_group_id            = aws_security_group.service[0].id
  description                  = "Health and metrics"
  referenced_security_group_id = local.monitoring_security_group_ids[count.index]
  ip_protocol                  = "tcp"
  from_port                    = 9090
  to_port                      = 9090
}

# SQS, DynamoDB, API Gateway, the registry of the image: all of them HTTPS, at addresses that change.
resource "aws_vpc_security_group_egress_rule" "aws" {
  count = local.service_enabled ? 1 : 0

  security_group_id = aws_security_group.service[0].id
  description       = "AWS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "nodes" {
  count = local.service_enabled ? 1 : 0

  security_group_id            = aws_security_group.service[0].id
  description                  = "Other tasks of Hermes"
  referenced_security_group_id = aws_security_group.service[0].id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

# --- Roles -----------------------------------------------------------------------

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

# What Hermes may do.
resource "aws_iam_role" "task" {
  count = local.service_enabled ? 1 : 0

  name               = "hermes-task${var.name_suffix}"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy_attachment" "task" {
  count = local.service_enabled ? 1 : 0

  role       = aws_iam_role.task[0].name
  policy_arn = aws_iam_policy.service.arn
}

# What ECS may do to start it: pull the image, write its log, read its secrets.
resource "aws_iam_role" "execution" {
  count = local.service_enabled ? 1 : 0

  name               = "hermes-execution${var.name_suffix}"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  count = local.service_enabled ? 1 : 0

  role       = aws_iam_role.execution[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

data "aws_iam_policy_document" "secrets" {
  dynamic "statement" {
    for_each = length(local.secrets_manager_arns) > 0 ? [1] : []

    content {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = local.secrets_manager_arns
    }
  }

  dynamic "statement" {
    for_each = length(local.parameter_arns) > 0 ? [1] : []

    content {
      actions   = ["ssm:GetParameters"]
      resources = local.parameter_arns
    }
  }
}

resource "aws_iam_role_policy" "secrets" {
  count = local.service_enabled ? 1 : 0

  name   = "secrets"
  role   = aws_iam_role.execution[0].id
  policy = data.aws_iam_policy_document.secrets.json
}
