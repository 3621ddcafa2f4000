variable "topology" {
  description = "`contracts/topology.yaml`, decoded."
  type        = any
}

variable "archive_days" {
  description = "Days that the bus remembers: a restored database is brought up to date from it."
  type        = number
  default     = 14 # INBOX_RETENTION in contracts/…/topology.py counts on no more
}
