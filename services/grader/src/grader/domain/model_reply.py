"""What a language model said, word for word, and for which call."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

MAX_REPLY_ID_CHARS = 200
"""As the contract of a grade has it."""
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
    """As `Reply` of the ports has it; `reply_id` is the provider's, by which the ledger names a grade's."""
    received_at: datetime | None = None
    """None: just now."""

    @property
    def reply_id(self) -> str:
        """As a column can hold it."""
        return str(self.reply.get("reply_id") or "").replace("\0", "")[:MAX_REPLY_ID_CHARS]
