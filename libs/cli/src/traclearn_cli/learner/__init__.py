"""What learners do: ask for a path, and see what became of it."""
