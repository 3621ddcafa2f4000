"""What authors do: bring material, and see what became of it."""
