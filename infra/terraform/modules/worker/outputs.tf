# By what they will be called, so that a plan shows who may do what with them.
output "queue" {
  description = "Name, URLs and ARNs of the queue and of where its worker gives up: what the service and its role need."
  value = {
    name    = local.names.queue
    url     = "${local.urls}/${local.names.queue}"
    arn     = local.arns.queue
    dlq_url = "${local.urls}/${local.names.dlq}"
    dlq_arn = local.arns.dlq
  }
}

output "settings" {
  description = "What the worker is told of its queue, by environment variable."
  value = {
    VISIBILITY   = tostring(local.queue.visibility)
    RECEIVE_WAIT = tostring(local.queue.receive_wait)
  }
}
