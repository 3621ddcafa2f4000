variable "name" {
  description = "Name of the task, such as `grader`: of its log and of the role."
  type        = string
}

variable "prefix" {
  description = "Prefix of names, such as `traclearn-prod`: of the repositories, the log and the key's alias, too."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "secrets" {
  description = "Names of the secrets that ECS hands to the task."
  type        = list(string)
}
