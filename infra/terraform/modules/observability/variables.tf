variable "name" {
  description = "Prefix of names, such as `traclearn-prod`."
  type        = string
}

variable "region" {
  description = "Region of what the dashboards show."
  type        = string
}

variable "mail" {
  description = "Whom alarms are mailed to; they confirm it once."
  type        = string
}

variable "key_arn" {
  description = "KMS key of the topic and of the database's log."
  type        = string
}

variable "cluster_name" {
  description = "The ECS cluster."
  type        = string
}

variable "services" {
  description = "Names of the ECS services."
  type        = list(string)
}

variable "workers" {
  description = "Name of a worker → name of its queue."
  type        = map(string)
}

variable "askers" {
  description = "Need of contracts/roster.yaml (graph, cache) → names of the workers that have it."
  type        = map(list(string))
}

variable "api_stage" {
  description = "Name of the API's stage."
  type        = string
}

variable "database" {
  description = "Identifier of the database and of its replica (empty: none), how many connections it takes, its bytes of storage."
  type        = object({ id = string, replica = optional(string, ""), max_connections = number, storage_bytes = number })
}

variable "cache_nodes" {
  description = "Ids of the nodes of Redis."
  type        = list(string)
}
