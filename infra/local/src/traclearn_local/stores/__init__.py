"""PostgreSQL, Redis and Neo4j of a stack."""
