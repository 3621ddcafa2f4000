output "url" {
  description = "Address of the site."
  value       = module.site.url
}

output "repositories" {
  description = "Name of an image → where it is pushed to; there before the rest (README, step 4)."
  value       = module.site.repositories
}

output "deploy" {
  description = "What `infra/deploy` needs to know."
  value       = module.site.deploy
}

output "trac" {
  description = "What trac.ini is made of, beside the secrets."
  value       = module.site.trac
}

output "database" {
  description = "Where the database is, and where the administrator's password lies."
  value       = module.site.database
}

output "secrets" {
  description = "Secrets that a person fills on the first day."
  value       = module.site.secrets
}

output "sign_in" {
  description = "The user pool."
  value       = module.site.sign_in
}
