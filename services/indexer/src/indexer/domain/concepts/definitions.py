"""Sentences that say what something is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.domain.concepts import lexicon
from indexer.domain.concepts.words import STOP, WordRun, word_runs
from indexer.domain.sentences import sentences

PHRASE = r"[\w`][\w`'’+#./-]*(?:\s+[\w`(][\w`'’+#./()-]*){0,3}?"
IS = re.compile(
    rf"^\W{{0,3}}(?P<article>An?\s+|The\s+|Each\s+|Every\s+)?(?P<name>{PHRASE})\s+"
    r"(?:(?:is|are)\s+(?:an?|the|one|any|what|how|only|just|simply|nothing)\b"
    r"|means\b|denotes\b|refers\s+to\b|stands\s+for\b|(?:is|are)\s+defined\s+(?:as|by)\b|consists?\s+of\b)"
)
CALLED = re.compile(
    rf"\b(?P<also>also\s+|or\s+)?(?:called|known\s+as|termed|referred\s+to\s+as|named)\s+(?:an?\s+|the\s+)?"
    rf"[“\"*'`]{{0,3}}(?P<name>{PHRASE})(?=[”\"*'`]{{0,3}}(?:[.,;:)]|\s+[–—(]|\s+(?:and|if|when|which|that|by|in|because)\b|$))",
)
BOLD = re.compile(r"(?:\*\*|'''|__)(?P<name>[^*'_\n]{2,60})(?:\*\*|'''|__)")
ENTRY = re.compile(r"^\W*(?P<name>[^\n:–—.]{2,40})(?::\s|\s[–—-]\s)(?:an?|the)\s", re.IGNORECASE)
COMMAND = re.compile(r"^\W{0,2}`(?P<name>[^`\n]*[^`\w\n][^`\n]*)`\s+[a-z]+s\b")
"""A command that a sentence is about: `git add` copies …"""


class Definition(NamedTuple):
    """`name` as its words are compared, and the sentence. `loose` if it may be none: `The X is the …`."""

    name: WordRun
    sentence: str
    loose: bool = False


def definitions(content: str) -> Iterator[Definition]:
    """What a text defines, in order."""
    for sentence in sentences(content):
        if (found := IS.match(sentence)) or (found := ENTRY.match(sentence)):
            article = (found.groupdict().get("article") or "").strip()
            yield from _named(found["name"], sentence, loose=article not in ("A", "An"))
        if found := COMMAND.match(sentence):
            yield from _named(found["name"], sentence)
        for found in CALLED.finditer(sentence):
            yield from _named(found["name"], sentence)
        for found in BOLD.finditer(sentence):
            yield from _named(found["name"], sentence)


def _named(name: str, sentence: str, loose: bool = False) -> Iterator[Definition]:
    found = word_runs(re.sub(r"\([^)]*\)", " ", name))
    words = name.lower().split()
    if len(found) == 1 and len(found[0]) <= 3 and not any(word in STOP - {"of"} for word in words[:1]):
        yield Definition(found[0], sentence, loose)


def is_vague(name: WordRun) -> bool:
    return name[-1] in lexicon.word_list("vague") or all(word.isdigit() for word in name)
