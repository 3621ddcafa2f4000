variable "name" {
  description = "Prefix of names, such as `traclearn-prod`."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "protected" {
  description = "Whether a destroy is refused while something lies there."
  type        = bool
}
