module "eventing" {
  source = "../eventing"

  topology = local.topology
}

module "worker" {
  source   = "../worker"
  for_each = local.topology.queues

  name          = each.key
  topology      = local.topology
  bus_name      = module.eventing.bus_name
  bucket        = local.bucket
  account       = var.account
  alarm_actions = [module.observability.topic_arn]
}
