# What the contracts say, as the rest of this module wants it.
locals {
  name     = "traclearn-${var.environment}"
  url      = "https://${var.domain.name}"
  topology = yamldecode(file("${var.repository}/contracts/topology.yaml"))
  roster   = yamldecode(file("${var.repository}/contracts/roster.yaml")).services
  openapi  = yamldecode(file("${var.repository}/contracts/openapi.yaml"))

  routes = flatten([
    for path, item in local.openapi.paths : [
      for method, operation in item : {
        path   = path
        method = method
        reader = try(operation["x-traclearn-read"], null)
        events = compact(concat([try(operation["x-traclearn-event"], null)], try(operation["x-traclearn-relay"], [])))
        cached = try(operation["x-traclearn-cache"], null) != null
      }
    ]
  ])
  said_by_gateway = sort(distinct(flatten(local.routes[*].events)))
  cached_routes   = [for route in local.routes : route.path if route.cached]

  # /api/v1/content of the service that reads there; `progress` takes what is left of /api.
  readers = distinct(compact([for route in local.routes : route.reader if route.reader != "trac"]))
  paths = merge(
    { trac = ["/trac", "/trac/*"] },
    {
      for reader in local.readers : reader => reader == "progress" ? ["/api/*"] : flatten([
        for prefix in distinct([
          for route in local.routes : join("/", slice(split("/", route.path), 0, 4)) if route.reader == reader
        ]) : [prefix, "${prefix}/*"]
      ])
    },
  )
  bucket = "${local.topology.bucket}-${var.environment}-${var.account.id}"
}
