"""People and programs at a stack's front door, without a browser: for tests, benchmarks and rehearsals."""
