"""What is asked of a passage that yields no good question: to be read and summarised."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from path_generator.domain.questions.naming import name_stems, plain_title
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.question import Passage, Question, RubricPoint
from path_generator.domain.questions.wholeness import is_code
from path_generator.domain.text import count_words

DIFFICULTY = 3
MAX_KEY_TERMS = 5
MAX_TERM_WORDS = 4
MAX_TERM_CHARS = 100
MAX_REFERENCE_CHARS = 4_000
"""Characters of a passage that are read, a few chunks at least."""
ENOUGH_WORDS = 60
"""To be summarised: a chapter's opening lines hold less, and there is little to put into other words."""
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*[-*•])")


def summary_among(passages: Sequence[Passage], concept: str, exclude: Collection[str]) -> Question:
    """One whose text is not excluded, the first where all are; raises ValueError if no passage holds text."""
    substantial = [passage for passage in _substantial_first(passages) if passage.text.strip()]
    if not substantial:
        raise ValueError("no passage holds text")
    summaries = [summary_of(passage, concept) for passage in substantial]
    return next((each for each in summaries if each.text not in exclude), summaries[0])


def _substantial_first(passages: Sequence[Passage]) -> list[Passage]:
    """The earliest with enough words; where none has them, the longest."""
    return sorted(passages, key=lambda passage: -min(count_words(passage.text), ENOUGH_WORDS))


def summary_of(passage: Passage, concept: str) -> Question:
    """The same for the same passage, whatever its language; raises ValueError if there is nothing in it.

    Names the concept too where the section does not, so that two concepts of a section are not asked alike.
    """
    text = " ".join(passage.text.strip()[:MAX_REFERENCE_CHARS].split())
    if not text:
        raise ValueError(f"nothing to summarise in passage {passage.chunk}")
    title = plain_title(passage.heading, passage.title, passage.name) or "the passage"
    terms = _unnamed(key_terms(passage.text.strip()[:MAX_REFERENCE_CHARS]), name_stems(f"{title} {concept}"))
    return Question(
        "summary",
        f"Read “{title}” and summarise {_subject(title, concept)} in your own words. {_wanted(len(terms))}",
        text,
        tuple(RubricPoint(term, f"Key point {number}") for number, term in enumerate(terms, 1)),
        passage.chunk,
        DIFFICULTY,
    )


def _unnamed(terms: Sequence[str], named: frozenset[str]) -> list[str]:
    """Those that the question does not name itself; all where it names all."""
    return ([term for term in terms if name_stems(term) - named] or [*terms])[:MAX_KEY_TERMS]


def _subject(title: str, concept: str) -> str:
    name = plain_title((concept,))
    return f"what it says about “{name}”" if name_stems(name) - name_stems(title) else "it"


def _wanted(terms: int) -> str:
    return f"Explain its {terms} most important terms." if terms > 1 else "Explain its most important term."


def key_terms(text: str) -> list[str]:
    """The noun phrases, those that say most first: by how often they come and of how many words they are.

    At least one of a text that holds anything: without nouns its longest words.
    """
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for phrase in _noun_phrases(text):
        key = " ".join(phrase).lower()
        spelled.setdefault(key, " ".join(phrase)[:MAX_TERM_CHARS])
        counts[key] += 1
    ranked = sorted(spelled, key=lambda key: -counts[key] * len(key.split()))
    terms = [spelled[key] for key in ranked]
    words = sorted(dict.fromkeys(text.split()), key=len, reverse=True)
    return terms or [word[:MAX_TERM_CHARS] for word in words[:MAX_KEY_TERMS]]


def _noun_phrases(text: str) -> Iterator[list[str]]:
    """Without articles and other small words, from the end of each phrase."""
    for block in BLOCK.split(text):
        for chunk in parse(" ".join(block.split())).noun_chunks:
            words = [
                token.text for token in chunk if is_code(token) or (token.is_alpha and not token.is_stop)
            ]
            if words:
                yield words[-MAX_TERM_WORDS:]
