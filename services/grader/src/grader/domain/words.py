"""Words of a text: where they stand, their stem, and whether two of them are the same word."""

import re
from functools import lru_cache
from typing import NamedTuple

from traclearn_english import STOP_WORDS, stem

TOKEN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]|[^\W_]+(?:['’.\-][^\W_]+)*")
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
MAX_CACHED_PAIRS = 1 << 16
MAX_CACHED_TEXTS = 1 << 12
"""Words whose comparisons are kept; a bound, since answers bring new words for ever."""


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
    """All words in order. Chinese and Japanese count by the character."""
    found = []
    for match in TOKEN.finditer(text):
        lower = match.group().lower().replace("’", "'")
        lower = NUMBERS.get(lower, lower)
        found.append(Word(lower, stem(lower), match.start(), match.end()))
    return tuple(found)


@lru_cache(MAX_CACHED_TEXTS)
def content_words(text: str) -> tuple[Word, ...]:
    """The words that carry meaning."""
    return tuple(word for word in split_words(text) if word.content)


@lru_cache(MAX_CACHED_PAIRS)
def same(one: str, other: str) -> bool:
    """Whether two stems are one word, a typing slip allowed for."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or one[0] != other[0]:
        return False
    if long.startswith(short) and len(long) - len(short) <= len(short) - 2 and len(short) >= 5:
        return True
    return distance(one, other, 2) <= slips(short)


def slips(word: str) -> int:
    """How many typing slips a word of this length may hold and still be known."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


def distance(one: str, other: str, most: int) -> int:
    """Edits (a swap of neighbours is one) between two words; `most` + 1 stands for anything beyond."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
