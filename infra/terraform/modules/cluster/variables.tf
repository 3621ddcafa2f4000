variable "name" {
  description = "Prefix of names, such as `traclearn-prod`."
  type        = string
}

variable "key_arn" {
  description = "KMS key of images and logs."
  type        = string
}

variable "images" {
  description = "Names of the images: `trac`, `envoy` and one for each service."
  type        = set(string)
}

variable "protected" {
  description = "Whether a destroy of repositories that hold images is refused."
  type        = bool
  default     = true
}
