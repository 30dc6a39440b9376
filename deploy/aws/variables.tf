variable "stage" {
  description = "Stage of the WebSocket API, and the one that Hermes serves: clients connect to /{stage}."
  type        = string
  default     = "dev"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,128}$", var.stage))
    error_message = "A stage has letters, digits, - and _ only."
  }
}

variable "name_suffix" {
  description = "Ends the name of all that is made, so that several stages can share an account. Example: -staging."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([-_][A-Za-z0-9_-]{1,20})?$", var.name_suffix))
    error_message = "Either empty, or - or _ and then 1 to 20 letters, digits, - and _."
  }
}

variable "tags" {
  description = "Tags of all that is made."
  type        = map(string)
  default     = {}
}

variable "deletion_protection" {
  description = "Tables and load balancer refuse to be deleted until this is false."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "Key of your own (KMS) for tables and queues; its policy must admit their users. Null: the keys of AWS."
  type        = string
  default     = null
}

# --- Alarms ----------------------------------------------------------------------

variable "alarm_topic_arns" {
  description = "SNS topics that are told of dead letters, waiting messages and unhealthy tasks. Empty: no alarms."
  type        = list(string)
  default     = []
}

variable "alarm_age_seconds" {
  description = "Age of the oldest message on the queue, in seconds, that is an alarm."
  type        = number
  default     = 60
}

# --- Queue ----------------------------------------------------------------------

variable "fifo" {
  description = "FIFO queues, which keep the order within a room (MessageGroupId). Changing it replaces the queues."
  type        = bool
  default     = false
}

variable "visibility_seconds" {
  description = "A message that Hermes took and lost comes back after this time. Renewed while it is worked on."
  type        = number
  default     = 30
}

# --- Gateway ---------------------------------------------------------------------

variable "hermes_url" {
  description = "Where API Gateway finds Hermes, without a path. Example: https://hermes.example.com. Null: no WebSocket API; clients connect to Hermes itself."
  type        = string
  default     = null

  validation {
    condition     = var.hermes_url == null || can(regex("^https://[A-Za-z0-9.-]+(:[0-9]+)?$", var.hermes_url))
    error_message = "Must be https (tokens and the secret pass over it) with a host, perhaps a port, and no path or trailing slash."
  }
}

variable "gateway_secret" {
  description = "Proves to Hermes that an event comes from this API: HERMES_APIGATEWAY_EVENTS_SECRET of Hermes. Kept in the state in clear."
  type        = string
  default     = null
  sensitive   = true

  # A quote would end the static value of the mapping early. Errors never show the value.
  validation {
    condition     = var.gateway_secret == null || can(regex("^[A-Za-z0-9_-]{32,256}$", var.gateway_secret))
    error_message = "Must be 32 to 256 letters, digits, - and _."
  }

  validation {
    condition     = var.hermes_url == null || var.gateway_secret != null
    error_message = "Needed with hermes_url: without it anybody could send Hermes events."
  }
}

variable "gateway_timeout_milliseconds" {
  description = "How long API Gateway waits for Hermes, a first check of a token by BCrypt included."
  type        = number
  default     = 10000

  validation {
    condition     = var.gateway_timeout_milliseconds >= 50 && var.gateway_timeout_milliseconds <= 29000
    error_message = "API Gateway takes 50 to 29000."
  }
}

variable "throttling_rate" {
  description = "Connects, frames and disconnects per second, all clients together. More are refused with 429."
  type        = number
  default     = 500
}

variable "throttling_burst" {
  description = "How many may come at once."
  type        = number
  default     = 1000
}

variable "access_log" {
  description = "Logs connects, frames and disconnects, without tokens. Needs the account's role of API Gateway for CloudWatch."
  type        = bool
  default     = false
}

variable "log_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30
}

# --- Domain ----------------------------------------------------------------------

variable "domain_name" {
  description = "Own domain of the WebSocket API. Clients then connect to wss://{domain}/{stage}. Null: that of AWS."
  type        = string
  default     = null

  validation {
    condition     = var.domain_name == null || var.hermes_url != null
    error_message = "Is the domain of the WebSocket API: needs hermes_url."
  }

  validation {
    condition     = var.domain_name == null || var.certificate_arn != null
    error_message = "Needs certificate_arn."
  }
}

variable "certificate_arn" {
  description = "Certificate (ACM, in this region) of domain_name."
  type        = string
  default     = null
}

variable "zone_id" {
  description = "Route 53 zone that gets an alias record for domain_name. Null: none; point the domain at the output domain_target."
  type        = string
  default     = null
}

# --- Service ---------------------------------------------------------------------

variable "service_image" {
  description = "Image of Hermes to run on ECS Fargate. Null: no service; Hermes runs elsewhere, with the output service_policy_arn."
  type        = string
  default     = null

  validation {
    condition = var.service_image == null || (
      var.vpc_id != null && length(var.subnet_ids) > 0 && (length(var.balancer_subnet_ids) > 0 || (
        var.target_group_arn != null && length(var.client_security_group_ids) > 0
      ))
    )
    error_message = "Needs vpc_id, subnet_ids, and either balancer_subnet_ids or target_group_arn and client_security_group_ids."
  }
}

variable "service_count" {
  description = "Tasks that run at least. Two survive the loss of one."
  type        = number
  default     = 1
}

variable "service_max_count" {
  description = "Tasks that run at most. No more than service_count: as many as that, always."
  type        = number
  default     = 1
}

variable "service_cpu_target" {
  description = "Percent of the processors above which more tasks are started. Half: a lost task's clients come back to the others at once."
  type        = number
  default     = 50

  validation {
    condition     = var.service_cpu_target >= 10 && var.service_cpu_target <= 90
    error_message = "Must be 10 to 90."
  }
}

variable "service_cpu" {
  description = "CPU units of a task."
  type        = number
  default     = 1024
}

variable "service_memory" {
  description = "Memory of a task, MiB."
  type        = number
  default     = 2048
}

variable "service_architecture" {
  description = "X86_64 or ARM64, as the image was built."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.service_architecture)
    error_message = "Must be X86_64 or ARM64."
  }
}

variable "vpc_id" {
  description = "Network of the tasks."
  type        = string
  default     = null
}

variable "subnet_ids" {
  description = "Subnets of the tasks: private ones with a way to AWS (NAT or endpoints), or public ones with assign_public_ip."
  type        = list(string)
  default     = []
}

variable "assign_public_ip" {
  description = "Gives the tasks public addresses: only for subnets that have no other way out."
  type        = bool
  default     = false
}

variable "client_security_group_ids" {
  description = "Security groups that may reach port 8080: that of the load balancer."
  type        = list(string)
  default     = []
}

variable "monitoring_security_group_ids" {
  description = "Security groups that may reach port 9090, health and metrics: that of the load balancer, and of Prometheus."
  type        = list(string)
  default     = []
}

variable "balancer_subnet_ids" {
  description = "Subnets, two at least, of a load balancer to be made: public ones, unless it is internal. Empty: none; pass target_group_arn."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.balancer_subnet_ids) != 1
    error_message = "A load balancer needs subnets in two zones."
  }
}

variable "balancer_certificate_arn" {
  description = "Certificate (ACM, in this region) of the load balancer to be made."
  type        = string
  default     = null

  validation {
    condition     = length(var.balancer_subnet_ids) == 0 || var.balancer_certificate_arn != null
    error_message = "Needed with balancer_subnet_ids: tokens pass over TLS alone."
  }
}

variable "balancer_internal" {
  description = "A load balancer without public addresses."
  type        = bool
  default     = false
}

variable "balancer_cidrs" {
  description = "Who may reach the load balancer."
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

variable "target_group_arn" {
  description = "Target group (type ip, HTTP, port 8080) of a load balancer that is there, where none is to be made."
  type        = string
  default     = null
}

variable "cluster_arn" {
  description = "ECS cluster. Null: one of its own."
  type        = string
  default     = null
}

variable "environment" {
  description = "More settings of Hermes, as environment variables. Example: { HERMES_GATEWAY_ALLOWED_ORIGINS = \"https://example.com\" }."
  type        = map(string)
  default     = {}
}

variable "secrets" {
  description = <<-TEXT
    ARNs in Secrets Manager or SSM, by environment variable: HERMES_JWT_SECRET, the key pair with which tasks sign what
    they push to each other (HERMES_API_ACCESS_KEY_ID, HERMES_API_SECRET_ACCESS_KEY), and with a WebSocket API
    HERMES_APIGATEWAY_EVENTS_SECRET, which holds gateway_secret.
  TEXT
  type        = map(string)
  default     = {}

  # The key pair even for one task: a new version runs beside the old one for a while.
  validation {
    condition = var.service_image == null || length(setsubtract(
      concat(
        ["HERMES_JWT_SECRET", "HERMES_API_ACCESS_KEY_ID", "HERMES_API_SECRET_ACCESS_KEY"],
        var.hermes_url == null ? [] : ["HERMES_APIGATEWAY_EVENTS_SECRET"],
      ),
      keys(var.secrets),
    )) == 0
    error_message = "Needs HERMES_JWT_SECRET, HERMES_API_ACCESS_KEY_ID, HERMES_API_SECRET_ACCESS_KEY and, with hermes_url, HERMES_APIGATEWAY_EVENTS_SECRET."
  }
}
