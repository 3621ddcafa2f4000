"""Each step gets its question: one that was made before, or a new one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from traclearn_worker.telemetry import where

from path_generator.application.path_draft import PathDraft
from path_generator.application.ports import Store
from path_generator.application.single_flight import SingleFlight
from path_generator.domain.questions.question import Passage, Question, QuestionMaker
from path_generator.domain.questions.question_history import (
    History,
    KeptQuestion,
    contents_of,
    keep,
    reusable,
    still_asked,
)
from path_generator.domain.questions.summary import summary_among

Report = Callable[[int, Sequence[KeptQuestion]], Awaitable[None]]
"""Told how many steps have their questions, and which of them authors do not know yet."""
REPORT_EVERY_S = 1.0
MAY_PASS = (MemoryError, OSError)
"""What says nothing against the passages: the next attempt may do better."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Order:
    """What one question is asked for. `had` are the texts that it must not have."""

    concept: str
    passages: tuple[Passage, ...]
    difficulty: int
    had: frozenset[str]


async def find_history(store: Store, draft: PathDraft, difficulty: int, learner: str) -> History:
    passages = [passage for step in draft.plan.steps for passage in draft.passages(step.concept)]
    contents = {content for passage in passages for content in contents_of(passage)}
    return History(
        still_asked(await store.find_questions(contents, difficulty), passages),
        await store.find_asked(learner),
        await store.find_rejected(contents),
        await store.find_generated_questions(draft.goal.subject) == "after_review",
    )


class StepQuestions:
    """Makes questions off the event loop: a parser may take its time."""

    def __init__(self, maker: QuestionMaker) -> None:
        self._maker = maker
        self._flights = SingleFlight[Order, Question]()

    async def questions(
        self, draft: PathDraft, difficulty: int, history: History, report: Report
    ) -> Mapping[str, Question]:
        """By concept. None is the same as another of this path, or one that the learner had about something
        else. A concept is left out when all that can be asked of it, a summary too, makes no sense to the
        learner or was withdrawn."""
        loop = asyncio.get_running_loop()
        found: dict[str, Question] = {}
        new: list[KeptQuestion] = []
        told = loop.time()
        for step in draft.plan.steps:
            passages = draft.passages(step.concept)
            used = {question.text for question in found.values()}
            *waiting, kept = await self._choose(step.concept, passages, difficulty, history, used)
            if kept.question.text not in history.unwanted:
                found[step.concept] = kept.question
                waiting.append(kept)
            new += [one for one in waiting if not one.is_listed]
            if loop.time() - told >= REPORT_EVERY_S:
                await report(len(found), new)
                told, new = loop.time(), []
        await report(len(found), new)
        return found

    async def _choose(
        self,
        concept: str,
        passages: tuple[Passage, ...],
        difficulty: int,
        history: History,
        used: set[str],
    ) -> list[KeptQuestion]:
        """The question for the learner comes last. Before it: one that waits for an author's yes, so that the
        learner gets a summary instead and need not wait."""
        unwanted = used | history.unwanted
        exclude = unwanted | history.elsewhere(concept)
        known = reusable(concept, passages, history.askable(concept), exclude)
        if known is not None:
            return [known]
        made = reusable(concept, passages, history.undecided, exclude) if history.after_review else None
        if made is None:
            had = frozenset(unwanted | history.texts | history.rejected.reworded)
            question = await self._make(Order(concept, passages, difficulty, had))
            made = keep(concept, passages, question, difficulty)
        if not history.after_review or made.question.form == "summary":
            return [made]
        summary = reusable(concept, passages, history.summaries, exclude)
        if summary is None:
            question = await asyncio.to_thread(summary_among, passages, concept, exclude)
            summary = keep(concept, passages, question, difficulty)
        return [made, summary]

    async def _make(self, order: Order) -> Question:
        return await self._flights.run(order, lambda: asyncio.to_thread(self._made, order))

    def _made(self, order: Order) -> Question:
        """A summary where the maker breaks at these passages, which it would do in each attempt."""
        try:
            return self._maker.make(order.concept, order.passages, order.difficulty, order.had)
        except MAY_PASS:
            raise
        except Exception as error:
            chunks = " ".join(passage.chunk for passage in order.passages)
            log.error("no question made", error=type(error).__name__, where=where(error), key=chunks)
            return summary_among(order.passages, order.concept, order.had)
