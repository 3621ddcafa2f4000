"""What a file is, and what letters are in it, before any reader of a format opens it."""
