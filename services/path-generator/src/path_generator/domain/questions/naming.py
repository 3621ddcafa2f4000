"""What a concept and a section are called."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Token
from traclearn_english import FUNCTION_WORDS, stem

from path_generator.domain.questions.lexicon import words_of

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(
    r"^(?:(?:(?:appendix|chapter|lecture|lesson|module|part|section|stage|step|unit|week) )?"
    r"(?:[\dIVX]+\.)*[\dIVX]+[.):]?(?:\s+[—–-])?\s+)+|¶",
    re.IGNORECASE,
)
EXPLAINED = re.compile(r"\s[—–-]+\s|:\s")
"""Before it stands the name, behind it what the name is (`gzip — Support for gzip files`)."""
NOT_SAID = re.compile(r"[\[\]{}<>|\\^=~*#!\x00-\x1f\x7f]+")
"""Signs that a page could take for markup."""
THIS = re.compile(
    r"(?:^|(?<=[.!?] ))This ((?:[\w-]{1,40} ){0,2}\w{1,40}) "
    r"(?=(?:\w{1,20}ly |also )?(?:\w{0,40}s|can|may|will|must|should)\b)"
)
KINDS = words_of("kind")
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


def name_subject(paragraph: str, title: str, opens: bool) -> str:
    """A paragraph of a section with its name for `This module …`, wherever a sentence begins so.

    Only the paragraph that opens the section may call it by any word; others by a word for such names alone.
    """
    name = plain_title((_name_alone(title),))

    def named(found: re.Match[str]) -> str:
        kind = found[1].split()[-1]
        if kind in PAGE or not name:
            return found[0]
        words = name.lower().split()
        if kind == words[-1] and len(words) <= MAX_NAME_WORDS:
            return f"The {name} "
        if (
            len(words) == 1
            and not name.istitle()
            and kind not in words[0]
            and (kind in KINDS or (opens and not found.start()))
        ):
            return f"The `{name}` {found[1]} "
        return found[0]

    return THIS.sub(named, paragraph)


def _name_alone(title: str) -> str:
    return EXPLAINED.split(NUMBER.sub("", title))[0]
