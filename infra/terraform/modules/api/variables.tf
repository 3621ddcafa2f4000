variable "document" {
  description = "Path of the rendering of `contracts/openapi.yaml` that `make infra-api` writes, slots left open."
  type        = string
}

variable "name" {
  description = "Prefix of names in the account, such as `traclearn-prod`."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "stage" {
  description = "Name of the stage."
  type        = string
  default     = "live"
}

variable "bus" {
  description = "Name and ARN of the bus that the event routes write to."
  type        = object({ name = string, arn = string })
}

variable "events" {
  description = "`source`, and the detail-types that a route may say: the role's conditions."
  type        = object({ source = string, detail_types = list(string) })
}

variable "user_pool_arn" {
  description = "Of the Cognito pool whose tokens the authorizer takes."
  type        = string
  default     = ""
}

variable "vpc_link_id" {
  description = "The way to the load balancer of services and Trac."
  type        = string
  default     = ""
}

variable "backend" {
  description = "Host name on that load balancer's certificate."
  type        = string
  default     = ""
}

variable "domain" {
  description = "Host name of the API and its certificate; null leaves the API under its own name."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "cached_routes" {
  description = "Routes, such as `/api/v1/spending`, whose GET is answered from the cache for five minutes."
  type        = set(string)
  default     = []
}

variable "cache_size" {
  description = "GB of the response cache."
  type        = string
  default     = "0.5"
}

variable "throttle" {
  description = "Requests a second, and at once, that one route takes of everybody together."
  type        = object({ rate = number, burst = number })
  default     = { rate = 1000, burst = 2000 }
}

variable "log_key_arn" {
  description = "KMS key of the access log."
  type        = string
  default     = null
}

variable "tracing" {
  description = "Whether X-Ray samples requests."
  type        = bool
  default     = true
}
