# A load balancer of Hermes's own, when balancer_subnet_ids is set. Otherwise bring a target group: target_group_arn.

locals {
  balancer_enabled = local.service_enabled && length(var.balancer_subnet_ids) > 0

  target_group_arn = local.balancer_enabled ? aws_lb_target_group.service[0].arn : var.target_group_arn

  # Their length is known before the load balancer is made.
  client_security_group_ids     = concat(var.client_security_group_ids, aws_security_group.balancer[*].id)
  monitoring_security_group_ids = concat(var.monitoring_security_group_ids, aws_security_group.balancer[*].id)
}

resource "aws_lb" "service" {
  count = local.balancer_enabled ? 1 : 0

  name               = "hermes${replace(var.name_suffix, "_", "-")}"
  load_balancer_type = "application"
  internal           = var.balancer_internal
  subnets            = var.balancer_subnet_ids
  security_groups    = [aws_security_group.balancer[0].id]

  # Over hermes.websocket.ping-seconds (20), or quiet sockets are cut.
  idle_timeout = 60

  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection
}

resource "aws_lb_listener" "service" {
  count = local.balancer_enabled ? 1 : 0

  load_balancer_arn = aws_lb.service[0].arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = var.balancer_certificate_arn
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service[0].arn
  }
}

resource "aws_lb_target_group" "service" {
  count = local.balancer_enabled ? 1 : 0

  name        = "hermes${replace(var.name_suffix, "_", "-")}"
  vpc_id      = var.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = 8080

  # Sockets are long: a new task gets its share of what comes.
  load_balancing_algorithm_type = "least_outstanding_requests"

  # hermes.gateway.drain-delay-seconds and drain-seconds: by then every socket was closed by Hermes.
  deregistration_delay = 18

  # Liveness: ECS replaces a task that is unhealthy, and an outage of SQS or DynamoDB must not close every socket.
  health_check {
    path                = "/observe/health/live"
    port                = "9090"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_security_group" "balancer" {
  count = local.balancer_enabled ? 1 : 0

  name        = "hermes-balancer${var.name_suffix}"
  description = "Load balancer of Hermes"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "balancer" {
  for_each = local.balancer_enabled ? toset(var.balancer_cidrs) : toset([])

  security_group_id = aws_security_group.balancer[0].id
  description       = "Clients, back ends, API Gateway"
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "balancer" {
  for_each = local.balancer_enabled ? { clients = 8080, health = 9090 } : {}

  security_group_id            = aws_security_group.balancer[0].id
  description                  = "Tasks of Hermes: ${each.key}"
  referenced_security_group_id = aws_security_group.service[0].id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}
