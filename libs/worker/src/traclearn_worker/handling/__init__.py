"""One message, from its receipt to its end."""
