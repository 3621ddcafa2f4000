"""The concept that a title names, if it names one: `3.2 The staging area (index)` names the staging area."""

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.domain.concepts import lexicon
from indexer.domain.concepts.naming import capitalise, is_generic, is_name
from indexer.domain.concepts.words import ARTICLES, concept_key

NUMBER = re.compile(
    r"^(?:(?:intermezzo|interlude|excursus|digression|aside|bonus)\s*[:–—-]+\s*"
    r"|(?:chapter|lecture|lesson|unit|part|module|week|section|appendix|topic|slide|page|day|kapitel|teil)\s+"
    r"(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])\b\s*[:.)–—-]*\s*"
    r"|[A-Z](?:\.\d+)+[.)]?\s+|§?\s*\d+(?:\.\d+)+[.)]?\s+|§?\s*\d+\s*[.):–—-]+\s+|\d+\s+(?=(?-i:[A-Z])[a-z])|[ivx]+[.)]\s+|[a-z][.)]\s+)",
    re.IGNORECASE,
)
FILE_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+){2,}|\d+[-_]\w+|\w*[a-z]_\w+", re.IGNORECASE)
FILLER = re.compile(
    r"^(?:(?:an?\s+)?(?:[a-z]+\s+)?(?:introduction|intro)\s+(?:to|into)"
    r"|(?:an?\s+|the\s+)?(?:[a-z]+\s+)?(?:overview|tour)\s+of|(?:an?\s+|some\s+)?(?:few\s+)?(?:words?|notes?)\s+(?:about|on)|(?:the\s+)?(?:basics|fundamentals|foundations|essentials|concept|notion|idea|meaning"
    r"|definition|definitions|types|kinds|properties|examples?|advantages|disadvantages|benefits|uses|structure|shape"
    r"|role|purpose|importance|history|use|anatomy)\s+of|(?:summary|recap|review)\s+of|getting\s+started\s+with|working\s+with|more\s+(?:on|about)"
    r"|all\s+about|about|understanding|using|an?\s+(?:first|closer)\s+look\s+at|first\s+steps\s+(?:with|in)"
    r"|what\s+(?:is|are)|defining|introducing|meet)\s+",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"^(?:what\s+does|why\s+use|when\s+to\s+use|how\s+to\s+use|how\s+do(?:es)?|how|why)\s+"
    r"((?:(?:an?|the)\s+)?\S+(?:\s+\S+)?)\s*$",
    re.IGNORECASE,
)
TRAILER = re.compile(
    r"\s*(?:\((?:\d+|cont\.?|cont[’']?d|continued|\d+\s*/\s*\d+|part\s+\w+)\)(?:\s+manual\s+page)?|\s\d+/\d+|,?\s+continued)\s*$"
    r"|\s+(?:basics|works?|mean|means|do|does|is|are|and\s+why|explained|revisited|in\s+(?:a\s+nutshell|depth|detail|practice"
    r"|short|general))\s*$",
    re.IGNORECASE,
)
SUBTITLE = re.compile(
    r":\s+|\s+[–—-]\s+|\s*[?!]\s*|,\s+(?=(?:not|and|or|where|which|that|but|if|when|so|as)\b)"
)
STATEMENT = re.compile(
    r"^((?:(?:the|an?)\s+)?[^\s,]+(?:\s+[^\s,]+)?)\s+(?:is|are|has|have|does|do|can|must|means?)\s", re.I
)
PLACE = re.compile(
    r"(?<=\S)\s+(?!(?-i:[A-Z]{2,4}\s))"
    r"(?:in|with|by|as|at|on|for|without|under|inside|during|after|before|from|through|via|per|within|towards?)\s"
    r"(?!(?:loop|statement|block)s?\b).*$"
    r"|\s+and\s+(?:its|their|the)\s.*$",
    re.IGNORECASE,
)
FOR = re.compile(r"\s+for\s", re.IGNORECASE)
CONJUNCTION = re.compile(r"(?:not|and|or|but|if|when|so|as|that|which|where)\b", re.IGNORECASE)
MAX_SUBTITLE_WORDS = 2
"""Of a subtitle that is a name where the title above it is none."""
SHORT_FORM = re.compile(r"\s*\(([^()]{1,40}|[^()]*\([^()]*\)[^()]*)\)\s*$")
LIST = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&|vs\.?|versus)\s+|\s+/\s+")


class Title(NamedTuple):
    """A concept's name as an author would write it, and what else it is called there."""

    name: str
    short_forms: tuple[str, ...] = ()
    """What stands in parentheses behind it."""
    parts: tuple[str, ...] = ()
    """Of a list: by each of them the whole may be meant."""
    doubtful: bool = False
    """It may be a task: `Write skew` is a name, `Write queries` is none. The texts tell."""


@lru_cache(1 << 16)
def title_of(text: str, is_section: bool = False) -> Title | None:
    """None for a title that names no concept of its own: its section is about that of the section above.

    A document may be called by its file's name; in a section's title hyphens are a program's: `post-commit`.
    """
    plain = " ".join(re.sub(r"[`*_“”\"«»]|''+", " ", text).split())
    if file := None if is_section else FILE_NAME.fullmatch(text.strip()):
        plain = re.sub(r"^\d+\s+", "", re.sub(r"[-_]+", " ", text.strip()))
    if plain.isupper() and concept_key(plain.lower()) in lexicon.phrase_list("manual_sections"):
        return None
    if shouted := plain.isupper() and len(plain.split()) > 2:
        plain = plain.lower()
    head, *rest = [part.strip() for part in SUBTITLE.split(NUMBER.sub("", plain)) if part.strip()] or [""]
    found = named(head, anew=bool(file) or shouted)
    if found or not rest:
        return found
    if concept_key(head) in ("introduction", "intro", "overview"):
        return named(rest[0], anew=True)
    below = None if is_generic(head) or CONJUNCTION.match(rest[0]) else named(rest[0], anew=True)
    return below if below and len(below.name.split()) <= MAX_SUBTITLE_WORDS else None


def _without_place(text: str) -> str:
    """`Locks in PostgreSQL` are locks; what `Recovering from corruption`, `Invoked as a shell` and
    `Commands for moving` are, one word does not say."""
    bare = PLACE.sub("", text)
    alone = len(bare.split()) == 1
    return text if alone and (bare.lower().endswith(("ing", "ed")) or FOR.match(text, len(bare))) else bare


def named(text: str, anew: bool = False) -> Title | None:
    """The name in a title without number and subtitle; it gets a capital if it is `anew` the beginning."""
    short_forms: tuple[str, ...] = ()
    begun = text
    while trailing := TRAILER.search(text):
        text = text[: trailing.start()]
    if short := SHORT_FORM.search(text):
        text = text[: short.start()]
        short_forms = () if "(" in short[1] else (short[1].strip(),)
    if question := QUESTION.match(text):
        text = question[1]
    elif filler := FILLER.match(text):
        text = NUMBER.sub("", text[filler.end() :])
    elif statement := STATEMENT.match(text):
        text = statement[1]
    words = _without_place(text).strip(" .,;:-–—'’").split()
    if PLACE.search(text) and words and words[0].lower() in ("a", "an"):
        return None  # an example: a partition in the bicycle rental
    while words and words[0].lower() in ARTICLES:
        words.pop(0)
    if not is_name(words):
        return None
    name = " ".join(words)
    parts = [part.strip() for part in LIST.split(name) if part.strip()]
    if len(parts) > 1 and not any(map(str.islower, name)):
        return None  # operators: UNION, INTERSECT, EXCEPT
    doubtful = words[0].lower() in lexicon.word_list("imperatives")
    return Title(
        capitalise(words, anew or not begun.startswith(words[0])),
        short_forms,
        tuple(dict.fromkeys(parts)) if len(parts) > 1 else (),
        doubtful,
    )
