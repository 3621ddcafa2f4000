"""What a concept, a heading and a topic are called: stems, so that forms of one word are one."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Token
from traclearn_english import FUNCTION_WORDS, stem

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"^(?:[\dIVX]+\.)*[\dIVX]+[.)]?\s+|¶")
NOT_SAID = re.compile(r"[\[\]{}<>|\\^=~*#!\x00-\x1f\x7f]+")
"""Signs that a page could take for markup."""
EXPLAINED = re.compile(r"\s[—–-]+\s|:\s")
"""Before it stands the name, behind it what the name is (`gzip — Support for gzip files`)."""
MAX_TITLE_CHARS = 120


def name_stems(name: str) -> frozenset[str]:
    """Of the words of a name; its small words too when it has no others."""
    words = [word.lower() for word in WORD.findall(EXPLAINED.split(NUMBER.sub("", name))[0])]
    return frozenset(stem(word) for word in words if word not in FUNCTION_WORDS) or frozenset(words)


def token_stems(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(
        stem(word)
        for token in tokens
        for word in WORD.findall(token.lower_)
        if word not in FUNCTION_WORDS
    )


def plain_title(heading: Sequence[str], *otherwise: str) -> str:
    """The innermost heading without number and markup, else the first of the others that says something."""
    for title in (*reversed(heading[-1:]), *otherwise):
        plain = " ".join(NOT_SAID.sub(" ", NUMBER.sub("", title)).replace("`", "").split())
        if plain:
            return plain[:MAX_TITLE_CHARS].strip()
    return ""
