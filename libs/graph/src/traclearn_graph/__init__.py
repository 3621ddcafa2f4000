"""The corpus in Neo4j: documents, chunks, vectors, concepts and prerequisites."""
