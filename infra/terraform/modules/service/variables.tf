variable "name" {
  description = "Name of the service, such as `grader`, `trac` or `sync`."
  type        = string
}

variable "prefix" {
  description = "Prefix of names, such as `traclearn-prod`."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "cluster" {
  description = "Name and ARN of the ECS cluster."
  type        = object({ name = string, arn = string })
}

variable "image" {
  description = "Image with its tag, and the command where it is not the image's own."
  type        = object({ address = string, command = optional(list(string)) })
}

variable "size" {
  description = "CPU units and MiB of memory: a pair that Fargate has."
  type        = object({ cpu = number, memory = number })
}

variable "tasks" {
  description = "Least and most tasks; percent of them that may run while a new version comes."
  type        = object({ min = number, max = number, deploying_percent = optional(number, 150) })
}

variable "network" {
  description = "Private subnets and the service's security group."
  type        = object({ subnet_ids = list(string), group_id = string })
}

variable "environment" {
  description = "Settings that are no secret."
  type        = map(string)
  default     = {}
}

variable "secrets" {
  description = "Environment variable → `{name, key}`: a secret of this environment, and which of its JSON's keys (empty: all of it)."
  type        = map(object({ name = string, arn = string, key = optional(string, "") }))
  default     = {}
}

variable "policy" {
  description = "JSON of what the running program may do; null: nothing."
  type        = string
  default     = null
}

variable "door" {
  description = "TLS in front of the program: the port that others reach, the one on which the program listens, image of Envoy, secret with `certificate` and `key`. Null: nobody asks it."
  type        = object({ port = number, inner_port = number, image = string, secret_arn = string })
  default     = null
}

variable "target_group_arn" {
  description = "Where the load balancer finds it."
  type        = string
  default     = null
}

variable "blue_green" {
  description = "For CodeDeploy: the two target groups' names, the listener and the alarms that turn it back. Null: rolling."
  type = object({
    groups       = list(string)
    listener_arn = string
    role_arn     = string
    alarms       = list(string)
  })
  default = null
}

variable "health_command" {
  description = "Says by its exit code whether the program lives."
  type        = list(string)
}

variable "backlog" {
  description = "Queue, and how many waiting messages one task is worth. Null: no queue."
  type        = object({ queue_name = string, per_task = number })
  default     = null
}

variable "cpu_target" {
  description = "Percent of CPU at which a task more comes."
  type        = number
  default     = 60
}

variable "files" {
  description = "File system and access point that are mounted at a path. Null: none."
  type        = object({ id = string, access_point = string, path = string })
  default     = null
}

variable "key_arn" {
  description = "KMS key of the logs."
  type        = string
}

variable "log_days" {
  description = "Days that its logs are kept."
  type        = number
  default     = 365
}

variable "stop_timeout" {
  description = "Seconds from SIGTERM to SIGKILL: the worker's own STOP_TIMEOUT. 120 is the most that Fargate gives."
  type        = number
  default     = 120
}
