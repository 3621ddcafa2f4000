"""Each step gets its question: one that was made before, or a new one."""

import asyncio
from collections.abc import Awaitable, Callable

from path_generator.application.draft import Draft
from path_generator.application.ports import Store
from path_generator.domain.questions.kept import History, KeptQuestion, content_of, reusable
from path_generator.domain.questions.question import Question, QuestionMaker

Report = Callable[[int], Awaitable[None]]
"""Told how many steps have their questions."""
REPORT_EVERY_S = 1.0


async def find_kept(store: Store, draft: Draft, difficulty: int) -> list[KeptQuestion]:
    contents = {
        content_of(located.passage)
        for step in draft.plan.steps
        for located in draft.material.passages[step.concept]
    }
    return await store.find_questions(contents, difficulty)


class Asking:
    """Makes questions off the event loop: a parser may take its time."""

    def __init__(self, maker: QuestionMaker) -> None:
        self._maker = maker

    async def questions(
        self, draft: Draft, difficulty: int, history: History, report: Report
    ) -> dict[str, Question]:
        """By concept. None is the same as another of this path, or one that the learner had about something
        else."""
        loop = asyncio.get_running_loop()
        made: dict[str, Question] = {}
        told = loop.time()
        for step in draft.plan.steps:
            passages = [located.passage for located in draft.material.passages[step.concept]]
            used = {question.text for question in made.values()}
            elsewhere = {one.text for one in history.asked if one.concept != step.concept}
            question = reusable(step.concept, passages, history, used | elsewhere)
            if question is None:
                had = used | {one.text for one in history.asked}
                question = await asyncio.to_thread(self._maker.make, step.concept, passages, difficulty, had)
            made[step.concept] = question
            if loop.time() - told >= REPORT_EVERY_S:
                told = loop.time()
                await report(len(made))
        return made
