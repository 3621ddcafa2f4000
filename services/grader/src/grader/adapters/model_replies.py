"""Language models' replies in PostgreSQL."""

import json
from typing import Any

from sqlalchemy import Row, and_, or_, select
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
        kept = MODEL_REPLIES.c
        named = select(HINTS.c.reply_id).where(of_attempt(HINTS, ticket, learner, attempt))
        to_others = and_(kept.ticket == ticket, kept.reply_id.in_(named))
        same = or_(of_attempt(MODEL_REPLIES, ticket, learner, attempt), to_others)
        newest = select(MODEL_REPLIES).where(same).order_by(kept.received_at.desc(), kept.key.desc())
        rows = (await self._connection.execute(newest.limit(MAX_REPLIES_SHOWN))).all()
        return [kept_reply(row) for row in reversed(rows)]


def kept_reply(row: Row[Any]) -> ModelReply:
    return ModelReply.model_validate({**row._mapping, "reply": json.loads(row.reply)})
