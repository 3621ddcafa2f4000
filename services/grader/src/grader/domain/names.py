"""Takes people's names out of a text that others will see.

There is no list of names: a capital letter where English has none tells, so a name at the start of a sentence
or in lower case stays, and a technical term of neither question nor material goes.
"""

import re
from collections.abc import Iterator

from grader.domain.spans import Span, sentences
from grader.domain.words import split_words

BLANK = "[…]"
CONTACT = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{2,}|\b\d[\d /-]{5,}\d\b")
"""Addresses, handles, and numbers as long as a student's."""
SAID_BY = re.compile(r"\b(?:my name is|name:|signed(?: by)?:?)\s+(?P<name>[^\W\d_][\w'’-]*)", re.IGNORECASE)
SIGNATURE = re.compile(r"(?<=\n)[-–—~ ]*(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)[ .]*$", re.MULTILINE)
NAME = re.compile(r"(?<!\w)[A-Z][a-zà-ÿ'’-]+(?!\w)(?:\s+[A-Z][a-zà-ÿ'’-]+(?!\w))*")
"""One or several words with a capital; `SQL` and `GitHub` are none."""


def without_names(text: str, known: str) -> str:
    """With BLANK for what may be a name and does not stand in `known`: question, full answers, criteria."""
    allowed = frozenset(word.text for word in split_words(known))
    out, end = [], 0
    for span in sorted(
        {
            *found(text, CONTACT),
            *found(text, SAID_BY, "name"),
            *found(text, SIGNATURE, "name"),
            *capitalised(text, allowed),
        }
    ):
        if span.start >= end:
            out += [text[end : span.start], BLANK]
            end = span.end
    return "".join([*out, text[end:]])


def found(text: str, pattern: re.Pattern[str], group: str | int = 0) -> Iterator[Span]:
    return (Span(*match.span(group)) for match in pattern.finditer(text))


def capitalised(text: str, allowed: frozenset[str]) -> Iterator[Span]:
    """Names inside of sentences, and at their start where two words in a row have capitals."""
    starts = {span.start for span in sentences(text)}
    for match in NAME.finditer(text):
        words = split_words(match.group())
        unknown = [word for word in words if word.text.removesuffix("'s") not in allowed]
        if unknown and (match.start() not in starts or (len(words) > 1 and len(unknown) == len(words))):
            yield Span(match.start(), match.end())
