variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "key_arn" {
  description = "KMS key of state and trail."
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
  description = "Whom costs are mailed to."
  type        = string
}
