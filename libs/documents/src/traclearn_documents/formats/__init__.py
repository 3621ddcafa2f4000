"""One reader a format; each is loaded when it is needed, since it brings libraries of its own."""
