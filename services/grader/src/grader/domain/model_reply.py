"""What a language model said, word for word, and for which call."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

MAX_REPLY_ID_CHARS = 200
"""As the contracts have it."""
MAX_REPLIES_SHOWN = 100
"""The newest of an attempt: its grade's come after all hints to its drafts."""


class ModelReply(BaseModel):
    """It quotes answers, its learner's and those that a person graded, so it goes when their words go."""

    model_config = ConfigDict(frozen=True)

    key: UUID
    """Of the call: its idempotency key, the same for each try."""
    ticket: int
    learner: str
    attempt: int
    call: str
    """`grade by openai/gpt-5-mini`: cause, model, and what of the answer it was asked about."""
    reply: dict[str, Any]
    """As `Reply` of the ports has it; `reply_id` is the provider's, by which the ledger names it."""
    received_at: datetime | None = None
    """None: just now."""

    @property
    def reply_id(self) -> str:
        return reply_id_of(self.reply) or ""


def reply_id_of(reply: dict[str, Any]) -> str | None:
    """As columns and events can hold it; None where it has none."""
    return str(reply.get("reply_id") or "").replace("\0", "")[:MAX_REPLY_ID_CHARS] or None
