variable "name" {
  description = "Prefix of names, such as `traclearn-prod`."
  type        = string
}

variable "cidr" {
  description = "Addresses of the VPC, a /16."
  type        = string
  default     = "10.0.0.0/16"
}

variable "region" {
  description = "Region, for the names of endpoints."
  type        = string
}

variable "zones" {
  description = "Three availability zones."
  type        = list(string)
  validation {
    condition     = length(var.zones) == 3
    error_message = "Three zones: a cluster of Redis and Multi-AZ stand on them."
  }
}

variable "nat_gateways" {
  description = "1, or one for each zone: with one, a zone that fails takes the way out of all with it."
  type        = number
}

variable "interface_endpoints" {
  description = "AWS services that are reached without the NAT gateway; each costs by the hour and zone."
  type        = set(string)
}

variable "endpoint_group_id" {
  description = "Security group of those endpoints."
  type        = string
  default     = null
}

variable "log_key_arn" {
  description = "KMS key of the flow log."
  type        = string
}
