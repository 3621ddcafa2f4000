output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.main.id
}

output "private_subnet_ids" {
  description = "Of tasks and load balancers."
  value       = aws_subnet.private[*].id
}

output "data_subnet_ids" {
  description = "Of stores."
  value       = aws_subnet.data[*].id
}
