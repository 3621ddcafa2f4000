"""Takes people's names out of a text that others will see.

There is no list of names: a capital letter where English has none tells, so a name at the start of a sentence
or in lower case stays, and a technical term of neither question nor material goes.
"""

import re
from collections.abc import Iterator, Sequence

from grader.domain.language.spans import Span, sentences
from grader.domain.language.words import split_words, stems

BLANK = "[…]"
CONTACT = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{2,}"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d[\d /-]{5,}\d\b",
    re.IGNORECASE,
)
"""Addresses, handles, ids as accounts have them, and numbers as long as a student's."""
SAID_BY = re.compile(
    r"\b(?:my name is|name:|signed(?: by)?:?)\s+(?P<name>[^\W\d_][\w'’-]*(?-i:(?: [A-ZÀ-Þ][\w'’-]+)*))",
    re.IGNORECASE,
)
SIGNATURE = re.compile(r"(?<=\n)[-–—~ ]*(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)[ .]*$", re.MULTILINE)
BULLETS = "-–—~"
MIN_LIST = 3
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


def without_writer(text: str, known: str) -> str:
    """With spaces, so that all places stay, for what a learner says of themselves: contacts, a name that is
    said to be theirs, a signature. What stands in `known` stays, and so does a name within a sentence."""
    allowed, kept = stems(split_words(known)), list(text)
    for span in {*found(text, CONTACT), *found(text, SAID_BY, "name"), *signature(text)}:
        if not stems(split_words(span.of(text))) <= allowed:
            kept[span.start : span.end] = " " * (span.end - span.start)
    return "".join(kept)


def signature(text: str) -> Iterator[Span]:
    """A name in the last line, where that ends no list."""
    lines = [line.strip() for line in text.rstrip().split("\n") if line.strip()]
    for match in SIGNATURE.finditer(text):
        if text[match.end() :].strip() or is_list(lines):
            continue
        yield Span(*match.span("name"))


def is_list(lines: Sequence[str]) -> bool:
    """Whether the last lines have one mark, or are three of names alone."""
    if len(lines) > 1 and lines[-1][0] in BULLETS and lines[-2][0] == lines[-1][0]:
        return True
    return len(lines) > MIN_LIST and all(SIGNATURE.fullmatch(f"\n{line}", 1) for line in lines[-MIN_LIST:])


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
