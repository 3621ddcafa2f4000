"""What `traclearn content` is made of: one account at the front door, files, and what becomes of them."""
