"""What does `x` do? What is `x`? Of a reference, which describes a name without repeating it."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.grammar import child
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.wholeness import is_whole

ENTRY = re.compile(r"^([\w.@-]*(?:[a-z\d]|[A-Z_]{2})[\w.@-]*)(?:\(\S*\))?$")
"""The name of an option, a function, a file, as its heading has it: one word that is none of English."""
TERM = re.compile(
    r"^(?:[^\s(]+, )*(?:[a-z]+ (?=[\w.]+\())?"
    r"`?([-\w.@:]*[\w@])`?(?:\(.*\)|[=\[ ]*[<\[].*)?[`:,]?$"
)
"""The same as the item of a list has it, with its arguments."""
MAX_TERM_CHARS = 120
MIN_NAME_CHARS = 3
"""Each program has its own `-a`."""
SIGN = re.compile(r"[\d_.@:(<\[=`-]|[a-z][A-Z]")
"""A word of English has none of these."""
POINTERS = words_of("pointer")
MAX_WORDS_BEFORE_KIND = 4
MAX_OPENING_SENTENCES = 2
"""Before the description may stand since when there is such a thing."""


def entries(title: str, sentences: Sequence[Span]) -> Iterator[Draft]:
    """What a reference says below a name: `Returns the size.`; `The size of a page.`

    A name that could be a word of English (`mode`, `key`) is one that many things have.
    """
    name = ENTRY.match(title)
    if name and not title.istitle() and SIGN.search(title):
        yield from _described(name[1], sentences)


def terms(term: str, description: Span) -> Iterator[Draft]:
    """What a list says of a name: `--quiet`, and below it `Suppresses all output.`"""
    name = TERM.match(term[:MAX_TERM_CHARS])
    if name and (SIGN.search(name[1]) or f"{name[1]}(" in term) and not term.istitle():
        yield from _described(name[1], [description])


def _described(name: str, sentences: Sequence[Span]) -> Iterator[Draft]:
    first = next(filter(is_whole, sentences[:MAX_OPENING_SENTENCES]), None)
    if (
        first is None
        or ":" in first.text
        or name in first.text.split()
        or len(name.lstrip("-")) < MIN_NAME_CHARS
    ):
        return
    named = list(parse(f"`{name}`"))
    if _does(first):
        yield Draft("function", f"What does `{name}` do?", first, named, entry=True)
    elif _is_kind(first.root, first):
        yield Draft("definition", f"What is `{name}`?", first, named, entry=True)


def _is_kind(noun: Token, description: Span) -> bool:
    """Whether it says what the thing is, without a verb: `the size of a page`."""
    near = noun.i - description.start <= MAX_WORDS_BEFORE_KIND and child(noun, "det") is not None
    return near and noun.pos_ == "NOUN" and child(noun, "nsubj", "cop", "aux") is None


def _does(description: Span) -> bool:
    """Whether it begins with its verb: `return the size`, or `returns the size`, which lacks a subject."""
    framed = next(parse(f"It {description.text[:1].lower()}{description.text[1:]}").sents)
    for verb, tags in ((description[0], ("VB", "VBP")), (framed[1], ("VBZ",))):
        told = verb == verb.sent.root and verb.tag_ in tags and verb.lemma_ not in POINTERS
        if told and child(verb, "dobj", "ccomp", "prep"):
            return True
    return False
