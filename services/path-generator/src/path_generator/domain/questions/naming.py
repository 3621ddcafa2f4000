"""What a concept and a section are called."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Token
from traclearn_english import FUNCTION_WORDS, stem

from path_generator.domain.questions.lexicon import words_of

WORD = re.compile(r"[^\W\d_]+")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Between the words of `wordsInOne`."""
COMPLEMENT = re.compile(r"\s(?:of|for|in|on|to|with|from|by|and|or)\s")
CODE_SIGN = re.compile(r"[_/$()@`]|--|\w\.\w|[a-z][A-Z]")
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
HISTORY = words_of("history")
CHANGES = re.compile(
    r"^(?:(?:appendix )?\w(?:\.\d+)*\W+)?"
    r"(?:changes (?:in|since)|release notes|changelog|what['’]?s new|news)\b"
    r"|\brelease notes$",
    re.IGNORECASE,
)
MIN_LETTERS = 2
MIN_INITIALS = 3
PAGE = words_of("page")
MAX_NAME_WORDS = 3
MAX_TITLE_CHARS = 120


def name_stems(name: str) -> frozenset[str]:
    """Of the words of a name; of its small words when it has no others."""
    words = _words(_name_alone(name))
    return frozenset(stem(word) for word in words if word not in FUNCTION_WORDS) or frozenset(words)


def token_stems(tokens: Iterable[Token]) -> frozenset[str]:
    words = (word for token in tokens for word in _words(token.text))
    return frozenset(stem(word) for word in words if word not in FUNCTION_WORDS)


def initials(name: str) -> frozenset[str]:
    """What a name of several words may be called by: `internet message access protocol` by IMAP."""
    words = [word for word in _words(_name_alone(name)) if word not in FUNCTION_WORDS]
    return frozenset({"".join(word[0] for word in words)} if len(words) >= MIN_INITIALS else ())


def head_stems(name: str) -> frozenset[str]:
    """Of the noun that a name is about: of `rows of a table` the rows. *The rows* are known by it then.

    A name with code in it may be called by its kind: `the option` below `The option --sync`.
    """
    alone = _name_alone(name)
    words = _words(COMPLEMENT.split(alone)[0])
    kinds = [word for word in _words(alone) if word in KINDS] if CODE_SIGN.search(alone) else []
    return frozenset(stem(word) for word in (*words[-1:], *kinds))


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(HUMP.sub(" ", text))]


def is_lasting(concept: str, heading: Sequence[str]) -> bool:
    """Whether it is called by a word, not by a version, and stands under no list of changes."""
    return any(len(word) >= MIN_LETTERS for word in _words(concept)) and not any(map(_is_history, heading))


def _is_history(title: str) -> bool:
    """Whether the whole title says so: `Viewing the Commit History` does not."""
    words = {word for word in _words(title) if word not in FUNCTION_WORDS}
    return (bool(words) and words <= HISTORY) or bool(CHANGES.search(NUMBER.sub("", title)))


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
