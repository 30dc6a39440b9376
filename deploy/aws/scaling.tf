# More tasks when the processors are busy. Fewer only slowly: a task that ends closes its sockets.

resource "aws_appautoscaling_target" "service" {
  count = local.service_enabled ? 1 : 0

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${local.cluster_name}/${aws_ecs_service.service[0].name}"
  min_capacity       = var.service_count
  max_capacity       = max(var.service_count, var.service_max_count)
}

resource "aws_appautoscaling_policy" "processors" {
  count = local.service_enabled ? 1 : 0

  name               = "hermes${var.name_suffix}-processors"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.service[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.service[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.service[0].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = var.service_cpu_target
    scale_out_cooldown = 60
    scale_in_cooldown  = 900

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
