"""Whether words form sentences. A heap of the right words may be no answer."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from traclearn_english import STOP_WORDS

from grader.domain.language.spans import sentences
from grader.domain.language.words import Word, split_words
from grader.domain.lexicon import read_group, read_lines, read_words

MIN_HEAP_WORDS = 6
"""Words below which nothing can be said: `Sorted input, O(log n)` is a fair answer."""
MIN_GRAMMAR_SHARE = 0.13
"""Share of grammar words below which a text is a heap; sentences have 0.3 to 0.6."""
MIN_ORDER_LOG_ODDS = -2.9
"""Log-odds of written against shuffled below which words were shuffled: so low is 1 right answer in 200 of
SemEval-2013's training part, whose other questions' answers gave the odds."""
MAX_GLUE_SHARE = 0.14
MIN_GLUE_COUNT = 4
"""Share and count of one pair of small words (`and the`) from which on it is what glues a heap together."""
CLASSES = "TIDPOMACN"
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
LETTER = re.compile(r"[^\W\d_]")


def is_heap(text: str, *, any_order: bool = False) -> bool:
    """Whether `text` is words without grammar. Only English and its likes can be told; others pass.
    `any_order`: words that seem shuffled are none."""
    found = split_words(text)
    if len(found) < MIN_HEAP_WORDS or is_foreign(text):
        return False
    return is_sparse(found) or is_glued(found) or (not any_order and is_shuffled(text))


def is_sparse(found: Sequence[Word]) -> bool:
    return grammar_words(found) < MIN_GRAMMAR_SHARE * len(found)


def is_shuffled(text: str) -> bool:
    """By the small words of each sentence: `as I made it. It says who` has no `it it`."""
    parts = [split_words(span.of(text)) for span in sentences(text)]
    return sum(order_log_odds(part) for part in parts if part) < MIN_ORDER_LOG_ODDS


def order_log_odds(found: Sequence[Word]) -> float:
    """How much likelier the order of the small words is in what people write than by chance: a logarithm."""
    classes = ["^", *(word_classes().get(word.text, "X") for word in found), "$"]
    return sum(transitions()[pair] for pair in pairwise(classes))


def is_glued(found: Sequence[Word]) -> bool:
    pairs = Counter((a.text, b.text) for a, b in pairwise(found) if not a.content and not b.content)
    count = max(pairs.values(), default=0)
    return count >= MIN_GLUE_COUNT and count >= MAX_GLUE_SHARE * len(found)


@cache
def word_classes() -> dict[str, str]:
    return {word: name for name in CLASSES for word in read_group("classes", name)}


@cache
def transitions() -> dict[tuple[str, str], float]:
    """For a class and the next one: log of its probability there over its probability anywhere."""
    rows = (line.split(": ") for line in read_lines("transitions"))
    return {(first, entry[0]): float(entry[1:]) for first, rest in rows for entry in rest.split()}


def is_foreign(text: str) -> bool:
    """Whether the text is in another script or, by its small words, in another language."""
    letters = LETTER.findall(text)
    if len(LATIN.findall(text)) < 0.5 * len(letters):
        return True
    found = split_words(text)
    strange = read_words("foreign") - STOP_WORDS
    other = sum(word.text in strange for word in found)
    return other >= 2 and other > grammar_words(found)


def grammar_words(found: Sequence[Word]) -> int:
    """How many words build the sentence."""
    grammar = STOP_WORDS - read_words("lesser")
    return sum(word.text in grammar for word in found)
