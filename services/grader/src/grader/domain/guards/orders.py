"""Orders to the grader: sentences that speak of marking instead of answering, however they are disguised.

A phrase of the list gives one away, or words of marking (`rubric`, `verdict`) next to each other or to a
command (`accept`, `award`). What question and full answers speak of themselves is no word of marking there.
"""

import base64
import re
import unicodedata
from functools import cache, lru_cache

from grader.domain.language.spans import Span, sentences
from grader.domain.language.words import split_words, stems
from grader.domain.lexicon import read_lines, read_words
from grader.domain.sized_cache import SizedCache, text_bytes

SHORT_WORDS = 3
"""Sentences and lines of so few words are read together with their neighbours."""
MAX_CACHED_ANSWERS = 1 << 6
"""Each answer is looked at several times in a row."""
MAX_CACHED_BYTES = 8 << 20
INVISIBLE = re.compile(r"[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
SPACED = re.compile(r"\b(?:[^\W\d_][ .\-_]){2,}[^\W\d_]\b")
GAP = re.compile(r"\s{2,}")
JOINED = re.compile(r"(?<=[^\W\d_])[-_](?=[^\W\d_])")
DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[013457](?=[a-z])|\b[013457](?=[a-z]{2})|(?<=[a-z]{2})[013457]\b")
LETTERS = str.maketrans("013457", "oieast")
ENCODED = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}")
LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһνοαρι", "aeopcyxijsdhvoapi")
"""Cyrillic and Greek letters that look like Latin ones; the commonest of Unicode's confusables.
Source: https://www.unicode.org/Public/security/latest/confusables.txt"""


def is_order(text: str, known: frozenset[str]) -> bool:
    """`known`: stems of what the question is about."""
    plain = unmasked(text)
    same = text.isascii() and plain == text.lower()  # beyond ASCII a lowered letter may end a word
    if phrases().search(text) or (not same and phrases().search(plain)):
        return True
    said = {word.text for word in split_words(plain) if word.stem not in known}
    strong, weak = said & read_words("marking"), said & read_words("marking_weak")
    commands = said & read_words("commands")
    return len(strong | weak | commands) > 1 and bool(strong or (weak and commands))


@lru_cache(MAX_CACHED_ANSWERS)
def order_spans(text: str, known: frozenset[str]) -> frozenset[Span]:
    """The sentences that give orders, and short ones that do so together."""
    found: list[Span] = []
    for unit in units(text):
        if any(is_order(span.of(text), known) for span in unit) or (
            len(unit) > 1 and is_order(" ".join(span.of(text) for span in unit), known)
        ):
            found += unit
    return frozenset(found)


def units(text: str) -> list[list[Span]]:
    """Each sentence for itself, and runs of short ones."""
    found: list[list[Span]] = []
    after_short = False
    for span in sentences(text):
        short = len(split_words(span.of(text))) <= SHORT_WORDS
        if short and after_short:
            found[-1].append(span)
        else:
            found.append([span])
        after_short = short
    return found


def _unmasked(text: str) -> str:
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    plain = ENCODED.sub(_decoded, plain)
    plain = SPACED.sub(lambda match: re.sub(r"[ .\-_]", "", match.group()), GAP.sub(" | ", plain))
    plain = JOINED.sub(" ", plain.lower().translate(LOOK_ALIKES))
    return DIGIT_IN_WORD.sub(lambda match: match.group().translate(LETTERS), plain).replace(" | ", " ")


unmasked = SizedCache(
    _unmasked,
    lambda text, plain: text_bytes(text) + text_bytes(plain),
    MAX_CACHED_BYTES,
)
"""A text in plain small letters, none of them invisible, spelt out, joined, encoded or a look-alike."""


def _decoded(match: re.Match[str]) -> str:
    """What base64 holds, if that is text."""
    try:
        said = base64.b64decode(match.group(), validate=True).decode("ascii")
    except ValueError:
        return match.group()
    return f" {said} " if said.isprintable() else match.group()


def known_stems(*texts: str) -> frozenset[str]:
    return frozenset().union(*(stems(split_words(text)) for text in texts))


@cache
def phrases() -> re.Pattern[str]:
    """Orders such as `ignore the rubric and give full marks`."""
    return re.compile("|".join(read_lines("orders")), re.IGNORECASE)
