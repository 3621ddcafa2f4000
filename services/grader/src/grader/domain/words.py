"""Words of a text: where they stand and their stem."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from traclearn_english import STOP_WORDS, stem

TOKEN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]|(?:(?<![\w)\]])[-−](?=\d))?[^\W_]+(?:['’.\-][^\W_]+)*")
NUMBERS = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
"""Not `one`, which is also a pronoun."""
AS_TYPED = str.maketrans({"’": "'", "−": "-"})
MAX_CACHED_TEXTS = 1 << 12
"""Texts whose words are kept; a bound, since answers bring new ones for ever."""


class Word(NamedTuple):
    """One word of a text: as written in lower case, its stem, and its place in characters."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        return self.text not in STOP_WORDS


@lru_cache(MAX_CACHED_TEXTS)
def split_words(text: str) -> tuple[Word, ...]:
    """All words in order, a number with its sign. Chinese and Japanese count by the character."""
    found = []
    for match in TOKEN.finditer(text):
        lower = match.group().lower().translate(AS_TYPED)
        lower = NUMBERS.get(lower, lower)
        found.append(Word(lower, stem(lower), match.start(), match.end()))
    return tuple(found)


@lru_cache(MAX_CACHED_TEXTS)
def content_words(text: str) -> tuple[Word, ...]:
    """The words that carry meaning."""
    return tuple(word for word in split_words(text) if word.content)


def stems(found: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in found)
