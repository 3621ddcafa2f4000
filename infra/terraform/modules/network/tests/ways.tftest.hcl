mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:mock" }
  }
}

variables {
  name                = "traclearn-test"
  region              = "eu-central-1"
  zones               = ["a", "b", "c"]
  nat_gateways        = 3
  interface_endpoints = ["sqs"]
  endpoint_group_id   = "sg-0"
  log_key_arn         = "arn:aws:kms:eu-central-1:111122223333:key/0"
}

run "stores_have_no_way_out" {
  command = apply

  assert {
    condition     = alltrue([for one in aws_route.nat : one.route_table_id != aws_route_table.data.id]) && aws_route.internet.route_table_id == aws_route_table.public.id
    error_message = "a route leads out of the data subnets"
  }
  assert {
    condition     = alltrue([for one in aws_network_acl.subnets["data"].egress : one.cidr_block != "0.0.0.0/0"]) && alltrue([for one in aws_network_acl.subnets["data"].ingress : one.cidr_block != "0.0.0.0/0"])
    error_message = "the data subnets' list lets somebody in or out"
  }
  assert {
    condition     = alltrue([for one in aws_subnet.public : !one.map_public_ip_on_launch])
    error_message = "what stands in a public subnet gets a public address unasked"
  }
}


run "private_subnets_leave_by_named_ports_alone" {
  command = apply

  assert {
    condition     = toset([for one in aws_network_acl.subnets["private"].egress : one.from_port if one.cidr_block == "0.0.0.0/0"]) == toset([443, 587, 7687])
    error_message = "another port is open to the outside"
  }
}
