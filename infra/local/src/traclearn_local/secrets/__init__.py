"""A stack's passwords, and who may read its files."""
