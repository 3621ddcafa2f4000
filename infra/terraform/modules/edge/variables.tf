variable "name" {
  description = "Prefix of names, such as `traclearn-prod`."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "domain" {
  description = "Host name of the site, such as `learn.example.org`."
  type        = string
}

variable "zone_id" {
  description = "Its hosted zone in Route 53."
  type        = string
}

variable "api_domain" {
  description = "Host name of the REST API, which only CloudFront is meant to ask."
  type        = string
}

variable "api_stage_arn" {
  description = "Stage that lets in who knows `origin_secret`, and nobody else."
  type        = string
}

variable "origin_secret" {
  description = "What CloudFront says to the API to show that it is CloudFront; 32 characters or more."
  type        = string
  sensitive   = true
}

variable "logs_bucket_domain" {
  description = "Domain name of the bucket of access logs."
  type        = string
}

variable "llm_requests" {
  description = "Requests in five minutes that one address may send to `/api/v1/llm`. A class behind one address shares it; a learner's own count, 100 a minute, is the grader's."
  type        = number
  default     = 3000
}

variable "requests" {
  description = "Requests in five minutes that one address may send at all."
  type        = number
  default     = 20000
}

variable "log_key_arn" {
  description = "KMS key of the firewall's log, in us-east-1; null: CloudWatch's own."
  type        = string
  default     = null
}
