"""How answers would be graded with another question or ruling: for authors, before they publish it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from traclearn_contracts.models import GradedItem

from grader.application.assessment import assess, directly
from grader.application.learning import GradingContext, Learning
from grader.application.panel import Panel
from grader.application.ports import Grader, Store
from grader.domain.errors import NotFound, RequestError
from grader.domain.judgement import Grade
from grader.domain.lessons.past_answer import PastAnswer
from grader.domain.lessons.ruling import Ruling
from grader.domain.question import Question

MAX_CHARS = 200_000
"""Of all answers of one trial: at half a second for 20,000 of them they are graded well within the 29 s that
the gateway gives a request."""
SAME = 0.0001
"""Scores that are no further apart are one: they are rounded to four places."""


class TriedAnswer(BaseModel):
    """`was`: the score that stands, a person's where `person`; null for a text that nobody handed in.
    `before`: where a language model gave it, what the trial's grader says by the published question."""

    model_config = ConfigDict(frozen=True)

    answer: str
    was: float | None
    before: float | None = None
    would_be: float
    items: list[GradedItem]
    flags: list[str]
    person: bool


class TrialReport(BaseModel):
    """What `POST /api/v1/llm/trial` answers: how many grades would rise, fall and stay; of the newest of
    `total` past answers."""

    model_config = ConfigDict(frozen=True)

    answers: list[TriedAnswer]
    up: int
    down: int
    same: int
    total: int = 0


class Case(NamedTuple):
    text: str
    context: GradingContext
    past: PastAnswer | None = None


class QuestionTrial:
    """Grades offline, so it costs nothing, and keeps nothing. One trial at a time: grading goes on."""

    def __init__(
        self, begin: Callable[[], AbstractAsyncContextManager[Store]], offline: Grader, learning: Learning
    ) -> None:
        self._begin = begin
        self._panel = Panel(offline)
        self._learning = learning
        self._turn = asyncio.Semaphore(1)

    async def run(
        self,
        ticket: int,
        question: Question | None,
        texts: Sequence[str],
        limit: int,
        ruling: Ruling | None = None,
    ) -> TrialReport:
        """`question` None: the published one. `texts` are an author's own, beside the newest `limit` answers
        to the ticket's question; `ruling` counts as if it had been made just now. Raises RequestError for
        texts too long together, NotFound where no question is published."""
        room = MAX_CHARS - sum(map(len, texts))
        if room < 0:
            raise RequestError(f"Send at most {MAX_CHARS:,} characters of answers at once.")
        async with self._turn:
            published = await self._published(ticket)
            asked = question or published
            if asked is None:
                raise NotFound(f"Ticket {ticket} asks no question here.")
            cases, total = await self._cases(ticket, texts, limit, room)
            return reported([await self._try(asked, case, published, ruling) for case in cases], total)

    async def _published(self, ticket: int) -> Question | None:
        async with self._begin() as store:
            published = await store.find_question(ticket)
        return published.question if published else None

    async def _cases(
        self, ticket: int, texts: Sequence[str], limit: int, room: int
    ) -> tuple[list[Case], int]:
        """With how many past answers there are."""
        async with self._begin() as store:
            context = await self._learning.read_context(store, ticket, "")
            cases = [Case(text, context) for text in texts]
            for past in await store.list_past_answers(ticket, limit):
                room -= len(past.answer.text)
                if room < 0:
                    break
                own = await self._learning.read_context(store, ticket, past.answer.learner)
                cases.append(Case(past.answer.text, own, past))
            return cases, await store.count_past_answers(ticket)

    async def _try(
        self, question: Question, case: Case, published: Question | None, ruling: Ruling | None
    ) -> TriedAnswer:
        by_model = case.past and not case.past.person and case.past.machine.grader != self._panel.offline.name
        before = (await self._grade(published, case)).score if published and by_model else None
        grade = await self._grade(question, with_ruling(case, ruling))
        return TriedAnswer(
            answer=case.text,
            was=case.past.score if case.past else None,
            before=before,
            would_be=grade.score,
            items=list(grade.items),
            flags=list(grade.flags),
            person=case.past is not None and case.past.person is not None,
        )

    async def _grade(self, question: Question, case: Case) -> Grade:
        prepared = await self._learning.prepare_input(question, case.text, case.context)
        call = directly(prepared.question, case.text)
        return (await assess(self._panel, prepared.question, case.text, call, prepared.learned)).grade


def with_ruling(case: Case, ruling: Ruling | None) -> Case:
    if ruling is None:
        return case
    return case._replace(context=replace(case.context, rulings=[*case.context.rulings, ruling]))


def reported(tried: Sequence[TriedAnswer], total: int) -> TrialReport:
    """A person's grade stays, whatever a machine would say now."""
    moves = [moved(one, one.was) for one in tried if one.was is not None]
    up, down = sum(move > SAME for move in moves), sum(move < -SAME for move in moves)
    return TrialReport(answers=list(tried), up=up, down=down, same=len(moves) - up - down, total=total)


def moved(one: TriedAnswer, was: float) -> float:
    return 0.0 if one.person else one.would_be - (was if one.before is None else one.before)
