"""Stems by Porter2, as snowballstemmer has it."""

from functools import lru_cache

import snowballstemmer

REMEMBERED = 1 << 16
"""Words whose stems are kept; a bound, since texts bring new words for ever."""

_porter2 = snowballstemmer.stemmer("english")


@lru_cache(REMEMBERED)
def stem(word: str) -> str:
    """Of a word in lower case: two forms of one word share it, most other words do not."""
    found: str = _porter2.stemWord(word.removesuffix("'s").removesuffix("’s"))
    return found
