"""Answers that are copied from the material: what a learner pasted says nothing of what they know."""

from collections.abc import Iterable, Sequence, Set

from grader.domain.language.words import split_words
from grader.domain.question import Question

RUN = 8
"""So many words in the passage's own order are no accident."""
MIN_COPIED_WORDS = 16
MAX_COPIED_SHARE = 0.5
"""Of an answer's words. A sentence of the material in an answer of one's own is a quotation."""

Run = tuple[str, ...]


def is_copied(question: Question, answer: str) -> bool:
    """Whether most of the answer stands in the material word for word, and in no question or full answer:
    these may be sentences of the material, and who says them is right."""
    if not question.passages:
        return False
    said = _words(answer)
    known = _runs((question.question, *question.references, *(item.criterion for item in question.rubric)))
    copied = covered(said, _runs(question.passages)) - covered(said, known)
    return len(copied) >= MIN_COPIED_WORDS and len(copied) > MAX_COPIED_SHARE * len(said)


def covered(said: Sequence[str], runs: Set[Run]) -> set[int]:
    """The places of the words that belong to one of the runs."""
    starts = (at for at in range(len(said) - RUN + 1) if tuple(said[at : at + RUN]) in runs)
    return {place for at in starts for place in range(at, at + RUN)}


def _runs(texts: Iterable[str]) -> set[Run]:
    found = set()
    for words in map(_words, texts):
        found |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return found


def _words(text: str) -> list[str]:
    return [word.text for word in split_words(text)]
