"""The demo courses, brought in as an author would."""
