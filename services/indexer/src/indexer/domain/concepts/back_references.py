"""Sentences that send the reader back to what came before."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.domain.concepts.terms import teaching_text
from indexer.domain.concepts.words import concept_key
from indexer.domain.sentences import sentences

BACK = re.compile(
    r"\bas\s+(?:(?:we|you)\s+(?:have\s+)?(?:already\s+)?(?:saw|seen|learned|learnt|discussed|know|met|did)|(?:already\s+)?"
    r"(?:seen|shown|discussed|explained|described|introduced|defined|mentioned|promised|told))\s+(?:\w+\s+){0,2}?"
    r"(?:in|with|for|under|from|about|above|earlier|before)\b"
    r"|(?:^|[,;:(–—]\s*|\b(?:we|you|please)\s+(?:may\s+|will\s+|should\s+)?)(?:recall|remember)\b(?!\s+to\b)"
    r"|\b(?:from|in)\s+the\s+(?:previous|last|preceding|earlier)\s+(?:chapter|section|page|lecture|part|unit|lesson|week"
    r"|module|slide)s?\s+(?:on|about)\b"
    r"|\b(?:we|you)\s+(?:have\s+)?already\s+(?:saw|seen|met|learned|learnt)\b"
    r"|\bthis\s+(?:chapter|section|page|lecture|part|unit|lesson|module|course|notebook)\s+(?:needs|requires|uses|assumes)\b"
    r"|\bbuilds?\s+(?:up)?on\b|\bpresupposes?\b|\bassumes?\s+(?:familiarity|knowledge|that\s+you\s+know)\b"
    r"|\b(?:requires?|needs?)\s+(?:an?\s+|some\s+)?(?:understanding|knowledge|familiarity)\b"
    r"|\b(?:should|must|need\s+to|have\s+to)\s+(?:already\s+)?(?:know|understand|have\s+read|be\s+familiar\s+with)\b"
    r"|^[^\w\n]{0,9}(?:prerequisites?|requires|you\s+need|builds\s+on|before\s+you\s+start)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
SEE = re.compile(r"(?:\bsee|\bSee|\b[Cc]ompare|\bcf\.|\bas\s+in)\s+(?=[\"“`A-Z])")
HINTS = (
    *(
        "seen",
        "saw",
        "shown",
        "discussed",
        "explained",
        "described",
        "introduced",
        "defined",
        "mentioned",
        "promised",
    ),
    *(
        "told",
        "learn",
        "ecall",
        "emember",
        "previous",
        "preceding",
        "earlier",
        "the last",
        "already",
        "build",
    ),
    *(
        "assum",
        "presup",
        "knowledge",
        "nderst",
        "amiliar",
        "rerequisite",
        "require",
        "needs",
        "know",
        "read",
        "see ",
    ),
    *("See ", "ompare", "cf.", "as in", "as we", "as you", "equires", "efore you"),
)
"""A sentence without one of these is not looked at any closer."""
NOT_NOW = re.compile(
    r"\b(?:will|shall|later|next|following)\b(?=.{0,40}\b(?:see|chapter|section|page))|\b(?:not|n[’']t|no|without|never)\s+"
    r"(?:\w+\s+){0,3}(?:know|knowledge|familiar|assume|require|need)",
    re.IGNORECASE,
)
DEMAND = re.compile(
    r"prerequisite|presuppos|build|assum|knowledge|understanding|familiar|before|^this\b", re.IGNORECASE
)
"""It must be known before, not only has been told before."""
LISTING = re.compile(r"knowledge|understanding|familiar|prerequisite|require|need|know|before", re.IGNORECASE)
"""After one of these the things come in a list with commas."""
SECTIONS = frozenset(
    {"prerequisite", "requirement", "before you start", "what you need", "what you should know"}
)


class BackReference(NamedTuple):
    """What it refers to should be named in `said`, failing that in `rest`: both are parts of the sentence."""

    sentence: str
    said: str
    rest: str = ""
    pointer: bool = False
    """It only says where something is told, which may be further on: see `Locks`."""
    demanded: bool = False
    """It says that something must be known before."""


def find_back_references(content: str, title: str = "") -> Iterator[BackReference]:
    """The sentences that do; everything under a title such as `Prerequisites` does."""
    text = teaching_text(content)
    if concept_key(title) in SECTIONS:
        yield from (BackReference(sentence, sentence, demanded=True) for sentence in sentences(text))
        return
    for sentence in sentences(text):
        if not any(hint in sentence for hint in HINTS) or NOT_NOW.search(sentence):
            continue
        if found := BACK.search(sentence):
            behind = sentence[found.end() :]
            listed = bool(LISTING.search(found[0]))
            near = behind if listed else behind.partition(",")[0]
            yield BackReference(
                sentence, near, sentence[: found.start()], demanded=bool(DEMAND.search(found[0]))
            )
        elif found := SEE.search(sentence):
            yield BackReference(sentence, re.split(r"[,.;:)]", sentence[found.end() :])[0], pointer=True)
