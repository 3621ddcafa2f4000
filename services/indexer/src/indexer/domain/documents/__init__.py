"""The life of a document: what it is called, its revisions, and how each of them stands."""
