"""Whether the words of a title are a name."""

import re

from indexer.domain.concepts import lexicon
from indexer.domain.concepts.words import ARTICLES, CONSTRUCT, concept_key, in_capitals

MAX_NAME_WORDS = 6
MAX_WORD_CHARS = 40
VOLUME = re.compile(r"(?:part|volume|book|chapter|section|appendix|day|week)\s+(?:\d+|[ivxlc]+|[a-z])")
MIN_SHOUTED_LETTERS = 6
"""Letters of a word in capitals, from which a title of several is shouted: `GROUP BY` is not."""


def is_name(words: list[str]) -> bool:
    """Whether these words may be a name."""
    lower = [word.lower().strip(",") for word in words]
    lower = CONSTRUCT.sub("", " ".join(lower)).split()
    return (
        0 < len(words) <= MAX_NAME_WORDS
        and (in_capitals(words[0]) or lower[0] not in lexicon.word_list("prepositions"))
        and not any(word in lexicon.word_list("function") for word in _outside_of(lower))
        and all(any(map(str.isalnum, word)) or word in "&/" for word in words)
        and any(map(str.isalpha, "".join(words)))
        and not VOLUME.fullmatch(" ".join(lower))
        and len("".join(words)) > 1
        and max(map(len, words)) <= MAX_WORD_CHARS
        and not is_generic(" ".join(words))
    )


def _outside_of(words: list[str]) -> list[str]:
    """Without an article behind `of`, or in the name of a task: `Undoing a merge`."""
    is_task = words[0].endswith("ing")
    return [
        word
        for at, word in enumerate(words)
        if not (at and word in ARTICLES and (is_task or words[at - 1] == "of"))
    ]


def is_generic(title: str) -> bool:
    """Whether a title says nothing of what its section is about."""
    said = [word for word in concept_key(title).split() if word not in ("of", "and") and not word.isdigit()]
    return (
        not said
        or said[-1] in lexicon.word_list("documents")
        or all(word in lexicon.word_list("generic") for word in said)
        or " ".join(said) in lexicon.phrase_list("generic_phrases")
    )


def capitalise(words: list[str], anew: bool) -> str:
    """With a capital where the name begins `anew`; a title that shouts is made quiet."""
    shouting = len(words) > 1 and all(map(str.isupper, words)) and max(map(len, words)) > MIN_SHOUTED_LETTERS
    text = " ".join(words).lower() if shouting else " ".join(words)
    first = text.split()[0]
    plain = (anew or shouting) and first.islower() and first.replace("-", "").isalpha()
    return text[:1].upper() + text[1:] if plain else text
