variable "name" {
  description = "Name of the task, such as `grader-migration`."
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

variable "image" {
  description = "Name of the container, image with its tag, command."
  type        = object({ container = string, address = string, command = list(string) })
}

variable "secrets" {
  description = "Environment variable → secret of this environment."
  type        = map(object({ name = string, arn = string }))
}

variable "key_arn" {
  description = "KMS key of the log."
  type        = string
}
