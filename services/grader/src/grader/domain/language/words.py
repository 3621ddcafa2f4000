"""Words of a text: where they stand and their stem."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from traclearn_english import STOP_WORDS, stem

from grader.domain.sized_cache import SizedCache, text_bytes

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
WORD_BYTES = 180
"""What a word takes, measured with `tracemalloc`."""
MAX_CACHED_BYTES = 32 << 20
"""Of texts whose words are kept; a bound, since answers bring new ones for ever."""


class Word(NamedTuple):
    """One word of a text: as written in lower case, its stem, and its place in characters."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        return self.text not in STOP_WORDS


def words_bytes(text: str, found: Sequence[Word]) -> int:
    return text_bytes(text) + WORD_BYTES * len(found)


def _split(text: str) -> tuple[Word, ...]:
    found = []
    for match in TOKEN.finditer(text):
        lower = match.group().lower().translate(AS_TYPED)
        lower = NUMBERS.get(lower, lower)
        found.append(Word(lower, stem(lower), match.start(), match.end()))
    return tuple(found)


split_words = SizedCache(_split, words_bytes, MAX_CACHED_BYTES)
"""All words of a text in order, a number with its sign. Chinese and Japanese count by the character."""
content_words = SizedCache(
    lambda text: tuple(word for word in split_words(text) if word.content), words_bytes, MAX_CACHED_BYTES
)
"""The words that carry meaning."""


def stems(found: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in found)
