"""What becomes of a goal: its concepts, their order, and how much of it there is time for."""
