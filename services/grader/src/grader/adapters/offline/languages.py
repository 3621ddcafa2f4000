"""Whether a text is in a language that the model cannot read: few small words of English, and mostly words
that its vocabulary has in pieces alone.

Tried on translated messages of programs in 16 languages that no limit was chosen by: 56 to 94 in 100 are
told, with the list of small words (by that alone 0 to 61), and 1 in 100 of their English originals is taken
for another language. So are two of 8,910 answers in the training part of SemEval-2013 task 7, both misspelt.
"""

import re
from collections.abc import Callable, Sequence

from traclearn_english import STOP_WORDS, stem

from grader.domain.lexicon import read_words

LETTERS = re.compile(r"[^\W\d_]+")
MIN_WORDS = 3
MAX_WORDS = 200
"""Words that are looked at: a language does not change within them."""
MIN_STRANGE_WORDS = 2
MIN_STRANGE_SHARE = 0.6
"""Of the words that are no small words of another language, which may be English, too: `a`, `is`, `on`."""
MAX_SMALL_SHARE = 0.2
Count = Callable[[Sequence[str]], list[int]]
"""Pieces of the model's vocabulary that each word takes."""


def is_strange(text: str, known: frozenset[str], count: Count) -> bool:
    """`known`: stems of the question and its full answers, in which no language can be told. Nor can it in
    abbreviations."""
    found = LETTERS.findall(text)[:MAX_WORDS]
    if len(found) < MIN_WORDS:
        return False
    shared = read_words("foreign")
    if sum(word.lower() in STOP_WORDS - shared for word in found) > MAX_SMALL_SHARE * len(found):
        return False
    telling = [word for word in found if word.lower() not in shared]
    asked = [word.lower() for word in telling if not word.isupper() and stem(word.lower()) not in known]
    strange = sum(pieces > 1 for pieces in count(asked))
    return strange >= max(MIN_STRANGE_WORDS, MIN_STRANGE_SHARE * len(telling))
