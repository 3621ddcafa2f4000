"""Concepts and what needs what, inferred from the chunks of one subject."""
