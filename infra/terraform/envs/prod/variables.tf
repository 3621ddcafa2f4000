variable "account_id" {
  description = "The AWS account; anything else is refused, and that of dev, too."
  type        = string
  validation {
    condition     = !try(strcontains(file("${path.root}/../dev/terraform.tfvars"), "\"${var.account_id}\""), false)
    error_message = "dev is in this account (envs/dev/terraform.tfvars). Queues, bus and API have the same names in both: take another account."
  }
}

variable "region" {
  description = "Where everything stands but what CloudFront wants in us-east-1."
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
  description = "Sender of mails, and whom alarms are mailed to."
  type        = object({ from = string, alarms = string })
}

variable "tags" {
  description = "Tags of the images: ours, and Envoy's."
  type        = object({ release = string, envoy = string })
}

variable "language_models" {
  description = "GRADER_MODELS, and the providers whose key lies in the secret `providers`."
  type        = object({ models = string, providers = set(string) })
  default     = { models = "", providers = [] }
}

variable "self_sign_up" {
  description = "Whether people make their own account."
  type        = bool
  default     = false
}

variable "cache_token" {
  description = "Password of Redis, 16 to 128 letters and digits: `TF_VAR_cache_token`."
  type        = string
  sensitive   = true
}

variable "origin_secret" {
  description = "What CloudFront says to the API, 32 letters and digits or more: `TF_VAR_origin_secret`."
  type        = string
  sensitive   = true
}
