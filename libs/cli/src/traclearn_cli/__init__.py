"""The `traclearn` command: what authors and operators do from a terminal."""
