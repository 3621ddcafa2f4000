"""A question as the full-text index takes it."""

import re

from traclearn_english import FUNCTION_WORDS

WORD = re.compile(r"\w+")
MAX_QUERY_WORDS = 64
"""Words; Lucene takes 1,024 clauses, and nobody asks with more."""
HEADING_WEIGHT = 0.25
"""Of a word in a heading beside one in the text: a heading is short, which BM25 rewards already."""


def content_words(question: str) -> list[str]:
    """The words that count, each once, in lower case; all of them when none counts."""
    found = list(dict.fromkeys(WORD.findall(question.lower())))
    return ([word for word in found if word not in FUNCTION_WORDS] or found)[:MAX_QUERY_WORDS]


def lucene(words: list[str]) -> str:
    """Any of the words, in heading or text. Nothing in it is an operator: words hold letters and digits only,
    and AND, OR and NOT only count in capitals."""
    said = " ".join(words)
    return f"content:({said}) heading:({said})^{HEADING_WEIGHT}"
