"""What the readers of all formats put a document together with."""
