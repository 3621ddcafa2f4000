"""The runtime's own tables in a service's PostgreSQL."""
