"""Hints and explanations for whoever asks by HTTP: kept before they are written, and written once.

    asked ──▶ row `waiting`, with a lease ──▶ written ──▶ row `ready` and HintGiven.v1, in one transaction
              └─ a process that dies on the way: the lease runs out, and who asks again has it written

The caller waits for a moment; what takes longer goes on without them, and they ask again.
"""

import asyncio
from uuid import UUID

import structlog
from traclearn_worker import Permanent
from traclearn_worker.telemetry import where

from grader.application.hint_attempt import Begin
from grader.application.hint_events import hint_given
from grader.application.hint_writing import HintWriting
from grader.application.ports import HintStore
from grader.domain.errors import NotFound, NotYours
from grader.domain.hints.given_hint import GivenHint, draft_key, explanation_id, hint_id
from grader.domain.question import PublishedQuestion

log = structlog.get_logger()

ANSWER_WITHIN_S = 1.5
"""Seconds that a hint is waited for, so that the caller has an answer within 2: Trac has few threads."""
NO_SUCH_HINT = "You have asked for no such hint."
LEASE_S = 60.0
"""Seconds that a hint may take: one call of a model, at most, and all around it."""


class Hints:
    """Writes in tasks of this process; another process goes on where this one ends."""

    def __init__(
        self, begin: Begin, writing: HintWriting, *, answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        self._begin = begin
        self._writing = writing
        self._answer_within_s = answer_within_s
        self._tasks: dict[UUID, asyncio.Task[None]] = {}

    async def give(self, learner: str, ticket: int, attempt: int, step: int, draft: str) -> GivenHint:
        """Raises NotFound without a question there, NotYours for who may not answer it."""
        async with self._begin() as store:
            published = await self._question(store, ticket, learner)
            newest = await store.find_newest_attempt(ticket, learner)
        key = draft_key(ticket, published.revision, step, draft)
        return await self._answer(
            GivenHint(
                id=hint_id(learner, key),
                kind="hint",
                learner=learner,
                ticket=ticket,
                attempt=min(attempt, newest + 1),  # a later one would be hinted for nothing
                question_revision=published.revision,
                step=step,
                draft=draft,
                draft_key=key,
                deduction=published.question.hint_deduction,
            )
        )

    async def explain(self, learner: str, ticket: int, attempt: int, item: str) -> GivenHint:
        """Raises NotFound for what has no grade, or no such item."""
        async with self._begin() as store:
            graded = await store.find_graded_attempt(ticket, learner, attempt)
        if graded is None:
            raise NotFound(f"Attempt {attempt} of yours on ticket {ticket} has no grade yet.", "not_graded")
        if graded.item(item) is None:
            message = f"The grade has no item {item!r}. GET /api/v1/progress/{ticket} lists its items."
            raise NotFound(message, "no_such_item")
        return await self._answer(
            GivenHint(
                id=explanation_id(learner, ticket, attempt, graded.revision, item),
                kind="explanation",
                learner=learner,
                ticket=ticket,
                attempt=attempt,
                question_revision=graded.question_revision,
                item=item,
            )
        )

    async def read(self, learner: str, wanted: UUID) -> GivenHint:
        """Raises NotFound. One whose writer died is begun again."""
        async with self._begin() as store:
            known = await store.find_hint(wanted, learner)
        if known is None:
            raise NotFound(NO_SUCH_HINT, "no_such_hint")
        return await self._answer(known) if known.state == "waiting" else known

    async def _question(self, store: HintStore, ticket: int, learner: str) -> PublishedQuestion:
        published = await store.find_question(ticket)
        if published is None:
            raise NotFound(f"Ticket {ticket} asks no question here.", "no_question")
        if not published.may_answer(learner):
            message = f"The question of ticket {ticket} is another learner's to answer."
            raise NotYours(message, "not_yours")
        return published

    async def _answer(self, wanted: GivenHint) -> GivenHint:
        """As it is after a moment at most."""
        async with self._begin() as store:
            token = await store.claim_hint(wanted, LEASE_S)
            known = await store.find_hint(wanted.id, wanted.learner)
        if known is None:
            raise NotFound(NO_SUCH_HINT, "no_such_hint")
        if token is not None:
            self._tasks[known.id] = asyncio.create_task(self._write(known, token))
        task = self._tasks.get(known.id)
        if task is None or known.state != "waiting":
            return known
        await asyncio.wait({task}, timeout=self._answer_within_s)
        async with self._begin() as store:
            return await store.find_hint(known.id, known.learner) or known

    async def _write(self, hint: GivenHint, token: UUID) -> None:
        try:
            written = await self._written(hint, token)
            async with self._begin() as store:
                await self._keep(store, written, token)
        except Exception as error:
            log.error("hint failed", error=type(error).__name__, where=where(error))
            async with self._begin() as store:
                await store.release_hint(hint.id, token)
        finally:
            if self._tasks.get(hint.id) is asyncio.current_task():  # and not one that took over from this
                del self._tasks[hint.id]

    async def _written(self, hint: GivenHint, token: UUID) -> GivenHint:
        try:
            return await self._writing.write(hint, token)
        except Permanent as error:
            log.error("hint cannot be written", reason=str(error))
            return hint.model_copy(update={"state": "failed"})

    async def _keep(self, store: HintStore, written: GivenHint, token: UUID) -> None:
        if written.deduction and await store.has_had(written):
            written = written.model_copy(update={"deduction": 0.0})
        if await store.finish_hint(written, token) and written.state == "ready":
            await store.publish([hint_given(written)])
