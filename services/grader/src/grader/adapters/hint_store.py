"""The HintStore in PostgreSQL, on a connection whose transaction belongs to the caller."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from traclearn_contracts.events import Event
from traclearn_worker.postgres.outbox import publish

from grader.adapters.store import SqlStore
from grader.adapters.tables import GRADES, HINTS, of_attempt
from grader.domain.hints.given_hint import GivenHint, GradedAttempt

SCHEMA = "grader"
KEPT = [HINTS.c[name] for name in GivenHint.model_fields]
WRITTEN = {"state", "item", "text", "remarks", "sources", "deduction", "grader", "provenance", "reply_id"}
TAKE_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:about, 0))")


class SqlHintStore(SqlStore):
    """See `grader.application.ports.HintStore`."""

    async def find_newest_attempt(self, ticket: int, learner: str) -> int:
        newest = select(func.coalesce(func.max(GRADES.c.attempt), 0)).where(
            GRADES.c.ticket == ticket, GRADES.c.learner == learner
        )
        return int((await self._connection.execute(newest)).scalar_one())

    async def find_graded_attempt(self, ticket: int, learner: str, attempt: int) -> GradedAttempt | None:
        same = of_attempt(GRADES, ticket, learner, attempt)
        columns = (GRADES.c.revision, GRADES.c.question_revision, GRADES.c.needs_review, GRADES.c.grade)
        latest = select(*columns).where(same).order_by(GRADES.c.revision.desc()).limit(1)
        row = (await self._connection.execute(latest)).mappings().one_or_none()
        return GradedAttempt.model_validate({**row, **row["grade"]}) if row else None

    async def claim_hint(self, hint: GivenHint, seconds: float) -> UUID | None:
        lease = {"lease_token": uuid4(), "lease_until": func.clock_timestamp() + timedelta(seconds=seconds)}
        new = insert(HINTS).values(**hint.model_dump(mode="json"), **lease)
        taken = new.on_conflict_do_update(
            index_elements=[HINTS.c.id],
            set_=lease,
            where=(HINTS.c.state == "waiting")
            & or_(HINTS.c.lease_until.is_(None), HINTS.c.lease_until < func.clock_timestamp()),
        ).returning(HINTS.c.lease_token)
        token: UUID | None = (await self._connection.execute(taken)).scalar_one_or_none()
        return token

    async def find_hint(self, hint_id: UUID, learner: str) -> GivenHint | None:
        mine = select(*KEPT).where(HINTS.c.id == hint_id, HINTS.c.learner == learner)
        row = (await self._connection.execute(mine)).mappings().one_or_none()
        return GivenHint.model_validate(dict(row)) if row else None

    async def find_written_hint(self, draft_key: UUID | None) -> GivenHint | None:
        written = select(*KEPT).where(
            HINTS.c.draft_key == draft_key, HINTS.c.state == "ready", HINTS.c.grader.not_like("offline/%")
        )
        row = (await self._connection.execute(written.limit(1))).mappings().one_or_none()
        return GivenHint.model_validate(dict(row)) if row else None

    async def save_replies(self, hint_id: UUID, token: UUID, replies: dict[str, Any]) -> bool:
        return await self._change(hint_id, token, replies=replies)

    async def release_hint(self, hint_id: UUID, token: UUID) -> None:
        await self._change(hint_id, token, lease_until=None)

    async def finish_hint(self, hint: GivenHint, token: UUID) -> bool:
        written = hint.model_dump(mode="json", include=WRITTEN)
        return await self._change(hint.id, token, **written, draft="", replies={}, ready_at=func.now())

    async def has_had(self, hint: GivenHint) -> bool:
        """Two hints of a learner to one ticket that become ready at once wait for each other here."""
        await self._connection.execute(TAKE_TURN, {"about": f"hints {hint.learner} {hint.ticket}"})
        same = select(HINTS.c.id).where(
            HINTS.c.learner == hint.learner,
            HINTS.c.ticket == hint.ticket,
            HINTS.c.kind == hint.kind,
            HINTS.c.state == "ready",
            HINTS.c.text == hint.text,
        )
        return (await self._connection.execute(same.limit(1))).first() is not None

    async def publish(self, events: Sequence[Event]) -> None:
        await publish(self._connection, SCHEMA, events)

    async def _change(self, hint_id: UUID, token: UUID, **values: Any) -> bool:
        mine = update(HINTS).where(HINTS.c.id == hint_id, HINTS.c.lease_token == token)
        waiting = mine.where(HINTS.c.state == "waiting").values(**values)
        return (await self._connection.execute(waiting)).rowcount > 0
