"""Whether words form sentences. A heap of the right words is no answer."""

import re
from collections.abc import Sequence

from traclearn_english import STOP_WORDS

from grader.domain.lexicon import read_group, read_words
from grader.domain.words import Word, split_words

MIN_HEAP_WORDS = 6
"""Words below which nothing can be said: `Sorted input, O(log n)` is a fair answer."""
SPARSE = 0.13
"""Share of grammar words below which a text is a heap; sentences have 0.3 to 0.6."""
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
LETTER = re.compile(r"[^\W\d_]")
BROKEN = 0.1
"""Share of impossible neighbours (`the of`, `a the`) from which on the words are shuffled."""


def heap(text: str) -> bool:
    """Whether `text` is words without grammar. Only English and its likes can be told; others pass."""
    found = split_words(text)
    if len(found) < MIN_HEAP_WORDS or foreign(text, found):
        return False
    return sparse(found) or shuffled(text, found)


def sparse(found: Sequence[Word]) -> bool:
    return builders(found) < SPARSE * len(found)


def shuffled(text: str, found: Sequence[Word]) -> bool:
    broken = 0
    for word, after in zip(found, [*found[1:], None], strict=True):
        if word.text in read_group("shuffles", "determiners"):
            broken += after is None or after.text in read_group("shuffles", "never")
    return broken >= 2 and broken >= BROKEN * len(found)


def foreign(text: str, found: Sequence[Word]) -> bool:
    """Whether the text is in another script or, by its small words, in another language."""
    letters = LETTER.findall(text)
    if len(LATIN.findall(text)) < 0.5 * len(letters):
        return True
    strange = read_words("foreign") - STOP_WORDS
    other = sum(word.text in strange for word in found)
    return other >= 2 and other > builders(found)


def builders(found: Sequence[Word]) -> int:
    """How many words build the sentence."""
    grammar = STOP_WORDS - read_words("lesser")
    return sum(word.text in grammar for word in found)
