variable "name" {
  description = "Prefix of names, such as `traclearn-prod`; 20 characters at most."
  type        = string
}

variable "vpc_id" {
  description = "The VPC."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, in three zones."
  type        = list(string)
}

variable "group_ids" {
  description = "Security groups `link` and `balancer`."
  type        = map(string)
}

variable "certificate_arn" {
  description = "Certificate of the name by which API Gateway asks."
  type        = string
}

variable "targets" {
  description = "Name of a service → its port, the path that says whether it lives, what it takes (paths; none: all else), and whether it is deployed blue-green."
  type        = map(object({ port = number, health = string, paths = list(string), blue_green = bool }))
}

variable "logs_bucket" {
  description = "Bucket of access logs."
  type        = string
}

variable "protected" {
  description = "Whether a destroy is refused."
  type        = bool
  default     = true
}
