"""What runs, whether it does its work, and who holds its ports."""
