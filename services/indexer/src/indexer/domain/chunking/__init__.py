"""Documents cut into chunks: blocks that belong together, each small enough for the embedder."""
