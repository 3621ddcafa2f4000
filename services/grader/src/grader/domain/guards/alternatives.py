"""Alternatives that cannot all be meant: `by a hash, or by a counter` hopes that one of them is right."""

import re

from grader.domain.language.spans import sentences

MIN_CHOICES = 2
"""So many `or` in one sentence are a list to choose from."""
OR = re.compile(r"\bor\b", re.IGNORECASE)
PARALLEL = re.compile(
    r"\b(by|with|on|from|because|through|using|it|they|as)\b"
    r"[^.;]{2,60}?\bor(?:,? (?:maybe|perhaps|possibly|else))?,? \1\b",
    re.IGNORECASE,
)
"""`by a hash or by a counter`: both sides of the `or` begin alike. Two conditions or places may well both be
meant: `when it is full or when a second has passed`."""


def offers_alternatives(text: str) -> bool:
    """Whether some sentence leaves the reader to choose. 2 right answers in 1,000 do."""
    return any(len(OR.findall(part)) >= MIN_CHOICES or PARALLEL.search(part) for part in parts(text))


def parts(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]
