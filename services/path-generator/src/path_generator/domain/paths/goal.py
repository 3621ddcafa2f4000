"""What a goal is about: the concepts of the passages that answer it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from traclearn_corpus.reading import Hit
from traclearn_english import stem

from path_generator.domain.text import WORD

MAX_GOAL_CONCEPTS = 5
"""A goal is one thing; what lies around it comes as prerequisites."""
MIN_SHARE_OF_BEST = 0.25
"""Of the best concept's odds: how near another must be to belong to the goal. With the scale of
`traclearn_corpus.reading.scoring` that is 0.12 of nearness."""
MAX_ODDS = 1e6


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached, the most important first."""

    subject: str
    concepts: tuple[str, ...]
    chunks: Mapping[str, tuple[str, ...]]
    """The concept's chunks that were found, the best first."""
    has_concepts: bool
    """False where the material has none yet, and its sections stand for them."""


def goal_of(text: str, hits: Sequence[Hit], min_score: float) -> Goal | None:
    """None when nothing is on the topic. What the goal names by its whole name comes first."""
    on_topic = [hit for hit in hits if hit.score >= min_score]
    has_concepts = any(hit.concept for hit in on_topic)
    by_subject: dict[str, list[Hit]] = defaultdict(list)
    for hit in on_topic:
        if hit.concept or not has_concepts:
            by_subject[hit.subject].append(hit)
    if not by_subject:
        return None
    subject = min(by_subject, key=lambda name: (-sum(_odds(hit) for hit in by_subject[name]), name))
    best, chunks = _by_concept(by_subject[subject])
    said = [stem(word) for word in WORD.findall(text.lower())]
    named = {concept for concept in best if is_named(said, concept)}
    least = MIN_SHARE_OF_BEST * max(best.values())
    kept = [concept for concept in best if concept in named or best[concept] >= least]
    kept.sort(key=lambda concept: (concept not in named, -best[concept], concept))
    return Goal(subject, tuple(kept[:MAX_GOAL_CONCEPTS]), chunks, has_concepts)


def nearest(hits: Iterable[Hit], count: int) -> list[tuple[str, str]]:
    """Concepts and the titles of their documents, the nearest first, each concept once."""
    found: dict[str, str] = {}
    for hit in hits:
        found.setdefault(taught_by(hit), hit.title)
    return list(found.items())[:count]


def taught_by(hit: Hit) -> str:
    """Its concept; where nobody knows any, its section, or its document."""
    return hit.concept or next(filter(str.strip, reversed(hit.heading)), hit.title)


def _by_concept(hits: Sequence[Hit]) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    best: dict[str, float] = {}
    chunks: dict[str, tuple[str, ...]] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.chunk)):
        concept = taught_by(hit)
        best.setdefault(concept, _odds(hit))
        chunks[concept] = (*chunks.get(concept, ()), hit.chunk)
    return best, chunks


def _odds(hit: Hit) -> float:
    return min(hit.score / (1 - hit.score), MAX_ODDS) if hit.score < 1 else MAX_ODDS


def is_named(said: Sequence[str], concept: str) -> bool:
    """Whether a text, as the stems of its words, has all words of the concept's name, one after another."""
    name = [stem(word) for word in WORD.findall(concept.lower())]
    return bool(name) and any(
        list(said[at : at + len(name)]) == name for at in range(len(said) - len(name) + 1)
    )
