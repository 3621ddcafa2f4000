"""What operators do: look at what failed and try it again."""
