# A group for each name in the table of flows; each flow is one rule at either end.
locals {
  names = toset(concat(var.flows[*].from, var.flows[*].to, keys(var.leaving)))
  flows = { for flow in var.flows : "${flow.from}-${flow.to}-${flow.port}" => flow }
  leaving = merge([
    for name, ports in var.leaving : { for port in ports : "${name}-${port}" => { from = name, port = port } }
  ]...)
}

resource "aws_security_group" "group" {
  #checkov:skip=CKV2_AWS_5: other modules attach them
  for_each = local.names

  name        = "${var.name}-${each.value}"
  description = "What ${each.value} may reach, and who reaches it"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.name}-${each.value}" }
}

resource "aws_vpc_security_group_ingress_rule" "flow" {
  for_each = local.flows

  security_group_id            = aws_security_group.group[each.value.to].id
  referenced_security_group_id = aws_security_group.group[each.value.from].id
  description                  = "from ${each.value.from}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "flow" {
  for_each = local.flows

  security_group_id            = aws_security_group.group[each.value.from].id
  referenced_security_group_id = aws_security_group.group[each.value.to].id
  description                  = "to ${each.value.to}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "leaving" {
  for_each = local.leaving

  security_group_id = aws_security_group.group[each.value.from].id
  cidr_ipv4         = "0.0.0.0/0"
  description       = "to the outside, by TLS"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
}
