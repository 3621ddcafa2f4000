# public: NAT gateways alone. private: tasks and load balancers, with a way out. data: stores, without one.
locals {
  public  = [for n in range(3) : cidrsubnet(var.cidr, 8, n)]     # 10.0.0.0/24 …
  data    = [for n in range(3) : cidrsubnet(var.cidr, 8, n + 8)] # 10.0.8.0/24 …
  private = [for n in range(3) : cidrsubnet(var.cidr, 4, n + 1)] # 10.0.16.0/20 …
}

resource "aws_vpc" "main" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true # private names of endpoints
  tags                 = { Name = var.name }
}

# Nothing may use it: every group says by itself whom it needs.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  count = 3

  vpc_id                  = aws_vpc.main.id
  availability_zone       = var.zones[count.index]
  cidr_block              = local.public[count.index]
  map_public_ip_on_launch = false
  tags                    = { Name = "${var.name}-public-${var.zones[count.index]}" }
}

resource "aws_subnet" "private" {
  count = 3

  vpc_id            = aws_vpc.main.id
  availability_zone = var.zones[count.index]
  cidr_block        = local.private[count.index]
  tags              = { Name = "${var.name}-private-${var.zones[count.index]}" }
}

resource "aws_subnet" "data" {
  count = 3

  vpc_id            = aws_vpc.main.id
  availability_zone = var.zones[count.index]
  cidr_block        = local.data[count.index]
  tags              = { Name = "${var.name}-data-${var.zones[count.index]}" }
}
