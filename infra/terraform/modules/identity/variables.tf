variable "name" {
  description = "Prefix of names, such as `traclearn-prod`; the hosted domain has the account's id behind it."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "site_url" {
  description = "Address of the site, such as `https://learn.example.org`."
  type        = string
}

variable "mail" {
  description = "Sender and the identity of SES that it belongs to; null lets Cognito send (50 mails a day)."
  type        = object({ from = string, identity_arn = string })
  default     = null
}

variable "self_sign_up" {
  description = "Whether people make their own account, or an operator does."
  type        = bool
  default     = false
}

variable "protected" {
  description = "Whether a destroy of the pool is refused."
  type        = bool
  default     = true
}
