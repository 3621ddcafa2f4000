variable "name" {
  description = "Prefix of names, such as `traclearn-prod`; secrets are called `traclearn-prod/grader-database`."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "key_arn" {
  description = "KMS key of the secrets."
  type        = string
}

variable "given" {
  description = "Secrets whose value a person puts in on the first day → what it is."
  type        = map(string)
}

variable "roles" {
  description = "Roles of PostgreSQL whose password is renewed by itself, by name of their service."
  type        = map(string)
}

variable "rotation" {
  description = "Every how many days, and in which subnets and security group the function runs that does it."
  type        = object({ days = number, subnet_ids = list(string), group_id = string })
}
