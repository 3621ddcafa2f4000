variable "name" {
  description = "Prefix of names, such as `traclearn-prod`."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account."
  type        = object({ partition = string, region = string, id = string })
}

variable "key_arn" {
  description = "KMS key of everything stored."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets without a way out, in three zones."
  type        = list(string)
}

variable "group_ids" {
  description = "Security groups `database`, `cache` and `files`."
  type        = map(string)
}

variable "database" {
  description = "Instance class, GB of storage and its bound, whether it stands in two zones, whether it has a replica, days of backups."
  type = object({
    class        = string
    storage      = number
    max_storage  = number
    multi_az     = bool
    replica      = bool
    backup_days  = number
    insight_days = number
  })
}

variable "cache" {
  description = "Node type, shards, replicas of each, days of snapshots."
  type        = object({ node_type = string, shards = number, replicas = number, snapshot_days = number })
}

variable "cache_token" {
  description = "Password of Redis, 16 to 128 characters."
  type        = string
  sensitive   = true
}

variable "bucket" {
  description = "Name of the bucket for uploads."
  type        = string
}

variable "site_url" {
  description = "Whose pages may post files to the bucket, such as `https://learn.example.org`."
  type        = string
}

variable "protected" {
  description = "Whether a destroy is refused: true wherever people's work lies."
  type        = bool
  default     = true
}
