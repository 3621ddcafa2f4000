variable "environment" {
  description = "Short name, such as `prod`: what is made is called `traclearn-prod…`."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "repository" {
  description = "Path of this repository: contracts and the rendered API are read from there."
  type        = string
}

variable "zones" {
  description = "Three availability zones of the region."
  type        = list(string)
}

variable "domain" {
  description = "Host name of the site, and its hosted zone in Route 53."
  type        = object({ name = string, zone_id = string })
}

variable "mail" {
  description = "Sender of mails to learners (of the site's domain), and whom alarms are mailed to."
  type        = object({ from = string, alarms = string })
}

variable "tags" {
  description = "Tags of the images: `release` of ours, `envoy` of Envoy's."
  type        = object({ release = string, envoy = string })
}

variable "network" {
  description = "Number of NAT gateways, and the AWS services that have an endpoint of their own."
  type        = object({ nat_gateways = number, endpoints = set(string) })
}

variable "database" {
  description = "See modules/data; `max_connections` is what the class gives."
  type = object({
    class       = string, storage = number, max_storage = number, multi_az = bool, replica = bool,
    backup_days = number, insight_days = number, max_connections = number,
  })
}

variable "cache" {
  description = "See modules/data."
  type        = object({ node_type = string, shards = number, replicas = number, snapshot_days = number })
}

variable "programs" {
  description = "Each service of `contracts/roster.yaml`, `trac` and `sync` → size, least and most tasks, and waiting messages that one task is worth."
  type        = map(object({ cpu = number, memory = number, min = number, max = number, per_task = optional(number) }))
}

variable "language_models" {
  description = "GRADER_MODELS, and the providers whose key lies in the secret `providers`; empty: graded offline."
  type        = object({ models = string, providers = set(string) })
  default     = { models = "", providers = [] }
}

variable "self_sign_up" {
  description = "Whether people make their own account."
  type        = bool
  default     = false
}

variable "cache_token" {
  description = "Password of Redis."
  type        = string
  sensitive   = true
}

variable "origin_secret" {
  description = "What CloudFront says to the API."
  type        = string
  sensitive   = true
}

variable "protected" {
  description = "Whether a destroy of what people wrote is refused."
  type        = bool
  default     = true
}
