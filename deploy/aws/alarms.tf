# What Hermes cannot count itself, when alarm_topic_arns is set. The rest: deploy/prometheus.

locals {
  alarms_enabled = length(var.alarm_topic_arns) > 0
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count = local.alarms_enabled ? 1 : 0

  alarm_name          = "hermes${var.name_suffix}-dead-letters"
  alarm_description   = "Messages lie in the dead-letter queue: hermes dead-letters list says why."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = module.storage.dead_letter_queue }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

resource "aws_cloudwatch_metric_alarm" "age" {
  count = local.alarms_enabled ? 1 : 0

  alarm_name          = "hermes${var.name_suffix}-age"
  alarm_description   = "The oldest message waits for too long: is Hermes running, and are its dependencies available?"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = module.storage.queue }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_age_seconds
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

resource "aws_cloudwatch_metric_alarm" "unhealthy" {
  count = local.alarms_enabled && local.balancer_enabled ? 1 : 0

  alarm_name        = "hermes${var.name_suffix}-unhealthy"
  alarm_description = "A task does not answer its health check."
  namespace         = "AWS/ApplicationELB"
  metric_name       = "UnHealthyHostCount"
  dimensions = {
    LoadBalancer = aws_lb.service[0].arn_suffix
    TargetGroup  = aws_lb_target_group.service[0].arn_suffix
  }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}
