output "ids" {
  description = "Name of a group → its id."
  value       = { for name, group in aws_security_group.group : name => group.id }
}
