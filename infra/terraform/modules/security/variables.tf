variable "name" {
  description = "Prefix of names, such as `traclearn-prod`."
  type        = string
}

variable "vpc_id" {
  description = "The VPC that the groups belong to."
  type        = string
}

variable "flows" {
  description = "Who connects to whom: `from` and `to` are names of groups, `port` is TCP. There is no other way inside."
  type        = list(object({ from = string, to = string, port = number }))
}

variable "leaving" {
  description = "Name of a group → TCP ports that it may reach outside of the VPC."
  type        = map(list(number))
}
