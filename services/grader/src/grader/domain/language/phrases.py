"""Phrases that are no answer: giving up."""

import re
from functools import cache

from grader.domain.lexicon import read_lines


@cache
def giving_up() -> re.Pattern[str]:
    """`I don't know` in many words and languages."""
    bounded = "|".join(read_lines("giving_up"))
    return re.compile(rf"\b(?:{bounded})\b|{'|'.join(read_lines('giving_up_unspaced'))}", re.IGNORECASE)
