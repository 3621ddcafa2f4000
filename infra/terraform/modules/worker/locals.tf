locals {
  queue = merge(var.topology.queue_defaults, var.topology.queues[var.name])
  names = {
    queue      = "traclearn-${var.name}"
    dlq        = "traclearn-${var.name}-dlq"        # what the worker or SQS gave up on
    target_dlq = "traclearn-${var.name}-target-dlq" # what EventBridge could not deliver
  }
  sqs  = "arn:${var.account.partition}:sqs:${var.account.region}:${var.account.id}"
  urls = "https://sqs.${var.account.region}.amazonaws.com/${var.account.id}"
  arns = { for kind, name in local.names : kind => "${local.sqs}:${name}" }

  # One rule for each source, such as traclearn-grader-trac. A rule on the account's own bus says `bus: default`.
  rules = {
    for rule in local.queue.rules :
    "${local.names.queue}-${reverse(split(".", rule.source))[0]}" => {
      bus = try(rule.bus, var.bus_name)
      pattern = merge(
        { source = [rule.source], detail-type = rule.detail_types },
        try(rule.bucket, false) ? { detail = { bucket = { name = [var.bucket] } } } : {},
      )
    }
  }
  events = "arn:${var.account.partition}:events:${var.account.region}:${var.account.id}:rule"
  rule_arns = [
    for name, rule in local.rules :
    rule.bus == "default" ? "${local.events}/${name}" : "${local.events}/${rule.bus}/${name}"
  ]
}
