"""Limits of the content routes in `openapi.yaml`: the indexer enforces them, its clients keep to them."""

MAX_FILE_BYTES = 50 * 1024 * 1024
"""Of one file. Larger ones take longer to read than a handler may run."""
MAX_NAME_LENGTH = 300
MAX_FILES_PER_REQUEST = 100
"""Files of one request for grants: each is a row lock and a signature."""
MAX_DOCUMENTS_PER_QUERY = 100
"""Documents that a query can name, by id or by name."""
MAX_PAGE_SIZE = 500
"""Documents of one answer."""
MAX_QUESTION_LENGTH = 1000
MAX_HITS = 50
"""Of one search."""
MAX_PASSAGES_PER_PAGE = 200
"""Of a document's text in one answer: some 60,000 words."""
ON_TOPIC_SCORE = 0.65
"""The score from which on a hit has to do with the question, whatever model found it."""
