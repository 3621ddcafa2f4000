"""What must be true of a worker, told once and played in two worlds: in memory, and over HTTP."""
