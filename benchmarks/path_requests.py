"""Requests of paths, and what stands around `Generation` instead of a database and of a model."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import cast
from uuid import uuid4

import numpy as np
from path_generator.domain.course import GeneratedQuestions
from path_generator.domain.questions.question_history import Asked, KeptQuestion, Rejected
from traclearn_contracts.events import Event, parse
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.models import PathRequestedV1
from traclearn_embedding import Embedder, Vectors

EXAMPLE = json.loads((CONTRACTS / "examples/PathRequested.v1/plain.json").read_text())


def request(goal: str) -> Event[PathRequestedV1]:
    """For a path that nobody has asked for yet."""
    detail = EXAMPLE["detail"]
    metadata = detail["metadata"] | {"event_id": str(uuid4())}
    event = parse(
        EXAMPLE["source"],
        EXAMPLE["detail-type"],
        {"metadata": metadata, "data": detail["data"] | {"goal": goal}},
    )
    return cast(Event[PathRequestedV1], event)


class KeptQuestions:
    """As much of a `Store` as the making of a path asks for: a learner without grades, and questions."""

    def __init__(self) -> None:
        self.questions: list[KeptQuestion] = []

    async def find_scores(self, learner: str, subject: str) -> dict[str, float]:
        return {}

    async def find_asked(self, learner: str) -> list[Asked]:
        return []

    async def find_questions(self, contents: Collection[str], difficulty: int) -> list[KeptQuestion]:
        return [kept for kept in self.questions if kept.content in contents]

    async def save_questions(self, questions: Sequence[KeptQuestion], difficulty: int) -> None:
        self.questions += [replace(kept, is_listed=True) for kept in questions]

    async def find_rejected(self, contents: Collection[str]) -> Rejected:
        return Rejected()

    async def find_generated_questions(self, subject: str) -> GeneratedQuestions:
        return "at_once"


class GivenVector:
    """An Embedder of one vector, whatever the text."""

    def __init__(self, inner: Embedder, vector: Vectors) -> None:
        self.model_id, self.dimension, self.max_tokens = inner.model_id, inner.dimension, inner.max_tokens
        self.count = inner.count
        self._vector = vector

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector for _ in texts])
