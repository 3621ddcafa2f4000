"""Language models' replies in PostgreSQL."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from grader.adapters.tables import HINTS, MODEL_REPLIES, of_attempt
from grader.domain.model_reply import MAX_REPLIES_SHOWN, ModelReply


class ModelReplies:
    """See `grader.application.ports.ModelReplies`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save_reply(self, reply: ModelReply) -> None:
        values = reply.model_dump(exclude={"reply", "received_at"})
        new = insert(MODEL_REPLIES).values(
            **values, reply_id=reply.reply_id, reply=json.dumps(reply.reply, ensure_ascii=True)
        )
        await self._connection.execute(new.on_conflict_do_nothing(index_elements=[MODEL_REPLIES.c.key]))

    async def list_replies(self, ticket: int, learner: str, attempt: int) -> list[ModelReply]:
        mine = of_attempt(MODEL_REPLIES, ticket, learner, attempt)
        same = or_(mine, exists().where(*_copied(ticket, learner, attempt)))
        kept = MODEL_REPLIES.c
        of_ticket = select(MODEL_REPLIES).where(kept.ticket == ticket, same)
        newest = of_ticket.order_by(kept.received_at.desc(), kept.key.desc())
        rows = (await self._connection.execute(newest.limit(MAX_REPLIES_SHOWN))).all()
        return [kept_reply(row) for row in reversed(rows)]


def _copied(ticket: int, learner: str, attempt: int) -> list[ColumnElement[bool]]:
    """Where a kept reply was to another's draft that was equal to one of this attempt, and wrote both hints.

    The provider's id alone would not do: a compatible server may give one id twice.
    """
    kept, mine, first = MODEL_REPLIES.c, HINTS.alias(), HINTS.alias()
    return [
        of_attempt(mine, ticket, learner, attempt),
        mine.c.draft_key == first.c.draft_key,
        mine.c.reply_id == kept.reply_id,
        first.c.reply_id == kept.reply_id,
        *(first.c[name] == kept[name] for name in ("ticket", "learner", "attempt")),
        kept.call.startswith("hint by "),
    ]


def kept_reply(row: Row[Any]) -> ModelReply:
    return ModelReply.model_validate({**row._mapping, "reply": json.loads(row.reply)})
