"""Messages come in: how many at a time, in which order, and how they are kept until they are done."""
