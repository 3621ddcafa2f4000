"""What authors decided, in PostgreSQL. Each may come before what it is about, or after it is taken back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    AppealAssessedV1,
    GradeOverriddenV1,
    OverrideWithdrawnV1,
    RulingMadeV1,
    RulingRevokedV1,
)

from grader.adapters.tables import APPEALS, OVERRIDES, QUESTIONS, RULINGS, of_attempt
from grader.domain.lessons.ruling import Ruling

Values = dict[str, Any]


class Decisions:
    """See `grader.application.ports.Decisions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save_override(self, event: Event[GradeOverriddenV1], rubric: str | None) -> None:
        said = event.data
        values = {
            "revision": said.revision,
            "score": said.score,
            "verdicts": {item.id: item.verdict for item in said.items},
            "said_at": event.metadata.occurred_at,
            "rubric": rubric,
        }
        await self._upsert(OVERRIDES, event.metadata.event_id, about(said), values)

    async def withdraw_override(self, said: OverrideWithdrawnV1) -> None:
        await self._upsert(OVERRIDES, said.override, about(said), {"withdrawn": True})

    async def save_ruling(self, event: Event[RulingMadeV1]) -> None:
        said = event.data
        values = {
            "item": said.item,
            "words": said.words,
            "verdict": said.verdict,
            "said_at": event.metadata.occurred_at,
        }
        await self._upsert(RULINGS, event.metadata.event_id, {"ticket": said.ticket}, values)

    async def revoke_ruling(self, said: RulingRevokedV1) -> None:
        await self._upsert(RULINGS, said.ruling, {"ticket": said.ticket}, {"revoked": True})

    async def list_rulings(self, ticket: int) -> list[Ruling]:
        mine = (RULINGS.c.ticket == ticket, ~RULINGS.c.revoked, RULINGS.c.words.is_not(None))
        rows = await self._connection.execute(select(RULINGS).where(*mine).order_by(RULINGS.c.said_at))
        return [
            Ruling(id=r.event_id, item=r.item, words=r.words, verdict=r.verdict, said_at=r.said_at)
            for r in rows
        ]

    async def order_regrades(self, ticket: int, order: UUID, at: datetime) -> None:
        latest = func.greatest(QUESTIONS.c.regrades_ordered_at, at)
        same = QUESTIONS.c.ticket == ticket
        await self._connection.execute(
            update(QUESTIONS).where(same).values(regrade_order=order, regrades_ordered_at=latest)
        )

    async def find_assessment(
        self, ticket: int, learner: str, attempt: int, revision: int
    ) -> AppealAssessedV1 | None:
        same = of_attempt(APPEALS, ticket, learner, attempt), APPEALS.c.revision == revision
        known = select(APPEALS.c.assessment).where(*same, APPEALS.c.assessment.is_not(None))
        row = (await self._connection.execute(known)).one_or_none()
        return None if row is None else AppealAssessedV1.model_validate(row.assessment)

    async def claim_assessment(
        self, appeal: UUID, ticket: int, learner: str, attempt: int, revision: int
    ) -> UUID:
        where = {"ticket": ticket, "learner": learner, "attempt": attempt, "revision": revision}
        new = insert(APPEALS).values(where | {"event_id": appeal, "assessment": None})
        kept = new.on_conflict_do_update(constraint="appeals_pkey", set_={"event_id": APPEALS.c.event_id})
        owner: UUID = (await self._connection.execute(kept.returning(APPEALS.c.event_id))).scalar_one()
        return owner

    async def save_assessment(self, assessment: AppealAssessedV1, revision: int) -> None:
        values = about(assessment) | {
            "revision": revision,
            "event_id": assessment.appeal,
            "assessment": assessment.model_dump(mode="json"),
        }
        new = insert(APPEALS).values(values)
        said = {"event_id": new.excluded.event_id, "assessment": new.excluded.assessment}
        first = new.on_conflict_do_update(
            constraint="appeals_pkey", set_=said, where=APPEALS.c.assessment.is_(None)
        )
        await self._connection.execute(first)

    async def _upsert(self, table: Table, event_id: UUID, about: Values, values: Values) -> None:
        statement = insert(table).values(event_id=event_id, **about, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[table.c.event_id], set_=values)
        )


def about(said: GradeOverriddenV1 | OverrideWithdrawnV1 | AppealAssessedV1) -> Values:
    """Whose attempt it is."""
    return {"ticket": said.ticket, "learner": said.learner, "attempt": said.attempt}
