"""A question as the full-text index takes it."""

import re
from importlib.resources import files

WORD = re.compile(r"\w+")
LONGEST = 64
"""Words; Lucene takes 1,024 clauses, and nobody asks with more."""
FILLERS = frozenset(files(__package__).joinpath("fillers.txt").read_text().split())
"""English words that say nothing of the topic. The index knows most of them as stop words, too."""
HEADING_WEIGHT = 0.25
"""Of a word in a heading beside one in the text: a heading is short, which BM25 rewards already."""


def telling(question: str) -> list[str]:
    """The words that count, each once, in lower case; all of them when none counts."""
    found = list(dict.fromkeys(WORD.findall(question.lower())))
    return ([word for word in found if word not in FILLERS] or found)[:LONGEST]


def lucene(words: list[str]) -> str:
    """Any of the words, in heading or text. Nothing in it is an operator: words hold letters and digits only,
    and AND, OR and NOT only count in capitals."""
    said = " ".join(words)
    return f"content:({said}) heading:({said})^{HEADING_WEIGHT}"
