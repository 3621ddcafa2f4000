"""The demo courses, and people who use the stack without a browser."""
