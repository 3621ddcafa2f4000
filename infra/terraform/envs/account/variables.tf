variable "account_id" {
  description = "The AWS account; anything else is refused."
  type        = string
}

variable "region" {
  description = "Where everything stands but what CloudFront wants in us-east-1."
  type        = string
}

variable "environment" {
  description = "The one that stands in this account: names of queues, bus and API are the same in both."
  type        = string
  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "dev or prod: one of them in an account."
  }
}

variable "repository" {
  description = "GitHub repository whose workflow deploys, `owner/name`; empty: none does."
  type        = string
  default     = ""
}

variable "monthly_budget" {
  description = "US dollars a month from which on mails are sent."
  type        = number
}

variable "mail" {
  description = "Whom costs are mailed to; they confirm it once."
  type        = string
}
