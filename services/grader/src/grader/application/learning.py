"""What the grader knows beside a question: people's grades, authors' rulings, answers before."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from grader.application.ports import Likeness, PastAnswers, Store
from grader.domain.past_answer import KeptAnswer, PastAnswer, TextVector
from grader.domain.question import Question
from grader.domain.ruling import Match, Ruling

MAX_GRADED_ANSWERS = 50
"""Of a question, the newest that people graded: as many as `make bench-grader` tries."""
MAX_COMPARED_ANSWERS = 200
"""Of a question, the newest among which one that says the same is looked for: 250 kB."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned of a question before an answer is graded."""

    graded: Sequence[PastAnswer] = ()
    rulings: Sequence[Ruling] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """An answer and its question in the light of the lessons."""

    question: Question
    vector: TextVector
    matches: Sequence[Match] = ()


class Learning:
    """Looks up what was learned, and finds what of it concerns an answer."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    async def recall(self, store: Store, ticket: int, learner: str) -> Lessons:
        """Nothing of the learner's own: who was told what was right would be graded by it."""
        return Lessons(
            graded=await store.list_graded_answers(ticket, learner, MAX_GRADED_ANSWERS),
            rulings=await store.list_rulings(ticket),
        )

    async def study(self, question: Question, answer: str, lessons: Lessons) -> Study:
        return await asyncio.to_thread(self._study, question, answer, lessons)

    async def group(self, store: PastAnswers, answer: KeptAnswer) -> UUID:
        """The group of the likest answer that was kept before, or the answer's own. Who asks holds the
        question's lock. An answer that is kept already stays where it is."""
        kept = await store.find_answer(answer.ticket, answer.learner, answer.attempt)
        if kept and kept.event_id == answer.event_id:
            return kept.group
        others = await store.list_newest_answers(answer.ticket, MAX_COMPARED_ANSWERS)
        if answer.vector is None or not others:
            return answer.group
        texts = [(other.text, other.vector) for other in others]
        at = await asyncio.to_thread(self._likeness.find_same, answer.text, answer.vector, texts)
        return answer.group if at is None else others[at].group

    def _study(self, question: Question, answer: str, lessons: Lessons) -> Study:
        return Study(
            question=question,
            vector=self._likeness.vector(answer),
            matches=self._likeness.match(answer, lessons.rulings) if lessons.rulings else (),
        )
