"""What the grader learns of its authors."""
