variable "name" {
  description = "Short name of the queue and its service, such as `grader`."
  type        = string
}

variable "topology" {
  description = "`contracts/topology.yaml`, decoded: its queue of that name has the rules."
  type        = any
}

variable "bus_name" {
  description = "The bus on which the topology's own rules stand."
  type        = string
}

variable "bucket" {
  description = "Name of the bucket whose events a rule with `bucket: true` lets through."
  type        = string
}

variable "account" {
  description = "Partition, region and id of the account: ARNs are made of them, so that a plan shows policies whole."
  type        = object({ partition = string, region = string, id = string })
}

variable "alarm_actions" {
  description = "ARNs of what is told of an alarm, such as an SNS topic."
  type        = list(string)
  default     = []
}
