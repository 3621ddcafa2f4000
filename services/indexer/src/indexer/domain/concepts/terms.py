"""The terms of a chunk: what it may be about, so that the chunks of a whole subject are quickly compared."""

import re

from indexer.domain.concepts.words import word_runs

NAVIGATION = re.compile(
    r"^[^\w\n]{0,9}(?:next|previous|prev|back|back to|up|home|continue with|go on to|see also)"
    r"\b[^\n.]{0,12}[:–—-][^\n]*$|^[^\w\n]{0,9}(?:back to|continue with|go on with|go on to)\b[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that lead to another page and say nothing of what this one needs."""


def find_terms(content: str) -> tuple[str, ...]:
    """Runs of words in the order of the text, each as often as it stands there."""
    return tuple(" ".join(run) for run in word_runs(teaching_text(content)))


def teaching_text(content: str) -> str:
    """The content without the lines that only lead elsewhere."""
    return NAVIGATION.sub("", content)
