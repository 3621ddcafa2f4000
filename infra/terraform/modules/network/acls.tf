# The second fence, for the day on which a security group is wrong. They keep no state: answers need a rule, too.
locals {
  anywhere  = ["0.0.0.0/0"]
  answers   = { from = 1024, to = 65535 }
  leave     = [443, 587, 7687] # HTTPS, mail, Bolt
  stores    = [2049, 5432, 6379]
  leaving   = [for port in local.leave : { from = port, to = port, peers = local.anywhere }]
  within    = [{ from = 0, to = 65535, peers = [var.cidr] }]
  answering = [merge(local.answers, { peers = local.anywhere })]
  acls = {
    public  = { subnets = aws_subnet.public[*].id, ingress = concat([for rule in local.leaving : merge(rule, { peers = local.private })], local.answering), egress = concat(local.leaving, [merge(local.answers, { peers = local.private })]) }
    private = { subnets = aws_subnet.private[*].id, ingress = concat(local.within, local.answering), egress = concat(local.leaving, local.within) }
    data = {
      subnets = aws_subnet.data[*].id
      ingress = concat(
        [for port in local.stores : { from = port, to = port, peers = local.private }],
        [{ from = 0, to = 65535, peers = local.data }], # nodes of Redis among themselves
      )
      egress = concat([merge(local.answers, { peers = local.private })], [{ from = 0, to = 65535, peers = local.data }])
    }
  }
  # One rule a peer, numbered in order.
  rules = {
    for name, acl in local.acls : name => {
      ingress = flatten([for rule in acl.ingress : [for peer in rule.peers : merge(rule, { peer = peer })]])
      egress  = flatten([for rule in acl.egress : [for peer in rule.peers : merge(rule, { peer = peer })]])
    }
  }
}

resource "aws_network_acl" "subnets" {
  for_each = local.acls

  vpc_id     = aws_vpc.main.id
  subnet_ids = each.value.subnets
  tags       = { Name = "${var.name}-${each.key}" }

  dynamic "ingress" {
    for_each = local.rules[each.key].ingress
    content {
      rule_no    = 100 + 10 * ingress.key
      action     = "allow"
      protocol   = "tcp"
      from_port  = ingress.value.from
      to_port    = ingress.value.to
      cidr_block = ingress.value.peer
    }
  }
  dynamic "egress" {
    for_each = local.rules[each.key].egress
    content {
      rule_no    = 100 + 10 * egress.key
      action     = "allow"
      protocol   = "tcp"
      from_port  = egress.value.from
      to_port    = egress.value.to
      cidr_block = egress.value.peer
    }
  }
}
