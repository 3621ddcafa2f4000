"""What is asked of a passage that yields no good question: to be read and summarised."""

import re
from collections import Counter
from collections.abc import Sequence

from traclearn_english import STOP_WORDS, stem

from path_generator.domain.questions.naming import plain_title
from path_generator.domain.questions.question import Passage, Question, RubricPoint

MAX_KEY_TERMS = 5
MAX_READ_CHARS = 20_000
MAX_REFERENCE_CHARS = 4_000
MAX_TERM_WORDS = 4
DIFFICULTY = 3
TOKEN = re.compile(r"[^\W_]+(?:[-'’_.][^\W_]+)*|[^\w\s]|\n")


def summary_of(passage: Passage) -> Question:
    """The same for the same passage, whatever its language; raises ValueError if there is nothing in it."""
    text = " ".join(passage.text[:MAX_REFERENCE_CHARS].split())
    if not text:
        raise ValueError(f"nothing to summarise in passage {passage.chunk}")
    title = plain_title(passage.heading, passage.title, passage.name) or "the passage"
    return Question(
        "summary",
        f"Read “{title}” and summarise it in your own words.",
        text,
        tuple(RubricPoint(term, f"Key point {n}") for n, term in enumerate(key_terms(passage.text), 1)),
        passage.chunk,
        DIFFICULTY,
    )


def key_terms(text: str) -> Sequence[str]:
    """Runs of words between small words and marks, by the degree of their words: RAKE (Rose et al., 2010).

    At least one for a text that holds anything.
    """
    runs = _runs(text[:MAX_READ_CHARS])
    stems = [[stem(word.lower()) for word in run] for run in runs]
    frequency = Counter(word for run in stems for word in run)
    degree: Counter[str] = Counter()
    for run in stems:
        for word in run:
            degree[word] += len(run)
    scored: dict[tuple[str, ...], tuple[float, str]] = {}
    for run, keys in zip(runs, stems, strict=True):
        repeated = sum(1 for other in stems if other == keys) if len(stems) < 500 else 1
        score = sum(degree[key] / frequency[key] for key in keys) * min(repeated, 3)
        scored.setdefault(tuple(keys), (score, " ".join(run)))
    best = sorted(scored.values(), key=lambda item: -item[0])[:MAX_KEY_TERMS]
    return [term for _, term in best] or [" ".join(text.split())[:100]]


def _runs(text: str) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for token in TOKEN.findall(text):
        if token[0].isalpha() and token.lower() not in STOP_WORDS and len(token) < 40:
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if 0 < len(run) <= MAX_TERM_WORDS]
