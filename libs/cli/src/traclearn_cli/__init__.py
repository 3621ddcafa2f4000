"""The `traclearn` command: what an operator does from a terminal."""
