"""What a learner may read of a grader's own words: nothing that gives the full answer away."""

from collections.abc import Sequence

from grader.domain.language.spans import sentences
from grader.domain.language.words import content_words, stems
from grader.domain.question import Question
from grader.domain.sized_cache import SizedCache, text_bytes

RUN_BYTES = 180
"""Of up to three stems, which other runs share, and its place in a set."""
MAX_CACHED_BYTES = 16 << 20
MAX_NEW_WORDS = 1
"""Words of a full answer that neither question nor answer has: one names a subject, two begin to tell."""
MAX_RUN = 2
"""Content words of a full answer that a hint may have in its order: three begin to be a sentence of it."""


def gives_away(said: str, question: Question, answer: str) -> bool:
    """Whether it tells what the answer does not know yet."""
    known = stems(content_words(question.question)) | stems(content_words(answer))
    secret = stems(content_words(question.expected)) - known
    return len(secret & stems(content_words(said))) > MAX_NEW_WORDS


def recites(said: str, question: Question, answer: str) -> bool:
    """Whether it has more than MAX_RUN content words in a row as a full answer or criterion has them, or all
    of a shorter sentence's, and one of them is news to who knows the question and wrote the answer."""
    known = stems(content_words(question.question)) | stems(content_words(answer))
    told = [word.stem for word in content_words(said)]
    pieces = {piece for length in range(1, MAX_RUN + 2) for piece in runs(told, length)}
    return any(not known.issuperset(run) for run in pieces & secret_runs(question.expected))


def _secret_runs(expected: str) -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for span in sentences(expected):
        row = [word.stem for word in content_words(span.of(expected))]
        found |= runs(row, min(MAX_RUN + 1, len(row)))
    return frozenset(found)


secret_runs = SizedCache(
    _secret_runs,
    lambda text, found: text_bytes(text) + RUN_BYTES * len(found),
    MAX_CACHED_BYTES,
)
"""Of stems, by the sentence: what a full answer says in its own order."""


def runs(row: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """All pieces of it with so many members; of no length none."""
    return {tuple(row[at : at + length]) for at in range(len(row) - length + 1)} if length else set()
