"""What a concept and a section are called."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Token
from traclearn_english import FUNCTION_WORDS, stem

from path_generator.domain.questions.lexicon import words_of

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"^(?:[\dIVX]+\.)*[\dIVX]+[.)]?\s+|¶")
EXPLAINED = re.compile(r"\s[—–-]+\s|:\s")
"""Before it stands the name, behind it what the name is (`gzip — Support for gzip files`)."""
NOT_SAID = re.compile(r"[\[\]{}<>|\\^=~*#!\x00-\x1f\x7f]+")
"""Signs that a page could take for markup."""
THIS = re.compile(r"This (\w{1,40}) (?=\w{0,40}s\b|can\b|may\b|will\b|must\b)")
PAGE = words_of("page")
MAX_NAME_WORDS = 3
MAX_TITLE_CHARS = 120


def name_stems(name: str) -> frozenset[str]:
    """Of the words of a name; of its small words when it has no others."""
    words = [word.lower() for word in WORD.findall(_name_alone(name))]
    return frozenset(stem(word) for word in words if word not in FUNCTION_WORDS) or frozenset(words)


def token_stems(tokens: Iterable[Token]) -> frozenset[str]:
    words = (word for token in tokens for word in WORD.findall(token.lower_))
    return frozenset(stem(word) for word in words if word not in FUNCTION_WORDS)


def plain_title(heading: Sequence[str], *otherwise: str) -> str:
    """The innermost heading without number and markup, else the first of the others that says something."""
    for title in (*heading[-1:], *otherwise):
        plain = " ".join(NOT_SAID.sub(" ", NUMBER.sub("", title)).replace("`", "").split())
        if plain:
            return plain[:MAX_TITLE_CHARS].strip()
    return ""


def name_subject(paragraph: str, concept: str) -> str:
    """A paragraph that begins with `This module …` with a short concept in its place.

    For the head of a section, where the words mean what the section is named after.
    """
    found, name = THIS.match(paragraph), plain_title((_name_alone(concept),))
    if not found or found[1] in PAGE:
        return paragraph
    if found[1] in name.lower().split() and len(name.split()) <= MAX_NAME_WORDS:
        named = f"The {name}"
    elif len(name.split()) == 1 and found[1] not in name.lower():
        named = f"The `{name}` {found[1]}"
    else:
        return paragraph
    return f"{named} {paragraph[found.end() :]}"


def _name_alone(title: str) -> str:
    return EXPLAINED.split(NUMBER.sub("", title))[0]
