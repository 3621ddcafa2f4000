variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "environment" {
  description = "The one that stands in this account, `dev` or `prod`: the workflow deploys from no other."
  type        = string
}

variable "key_arn" {
  description = "KMS key of state, trail and the topic of costs."
  type        = string
}

variable "repository" {
  description = "GitHub repository whose workflow deploys, `owner/name`; empty: none."
  type        = string
}

variable "monthly_budget" {
  description = "US dollars a month."
  type        = number
}

variable "mail" {
  description = "Whom costs are mailed to; they confirm it once."
  type        = string
}
