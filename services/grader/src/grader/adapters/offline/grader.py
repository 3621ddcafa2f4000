"""The Grader that needs no network and no key: a small model and arithmetic on this machine."""

import asyncio
from time import perf_counter

from pydantic import ValidationError
from traclearn_contracts.models import Provenance
from traclearn_embedding import EmbeddingError, SpanEmbedder
from traclearn_worker.errors import Permanent, Transient

from grader.adapters.offline.judge import Judge
from grader.adapters.offline.reader import Reader
from grader.application.ports import Reply
from grader.domain.errors import BadReply
from grader.domain.judgement import Judgement
from grader.domain.question import Question

MAY_PASS = (EmbeddingError, MemoryError, OSError)
"""What speaks of this machine at this moment, and nothing of the answer."""


class OfflineGrader:
    """Grades provisionally, the same way each time. Works on a thread of its own, off the event loop."""

    provisional = True
    dependency = "grade"

    def __init__(self, embedder: SpanEmbedder) -> None:
        self._embedder = embedder
        self._reader = Reader(embedder)

    @property
    def name(self) -> str:
        return f"offline/{self._embedder.model_id}"

    async def ask(self, question: Question, answer: str, key: str = "") -> Reply:
        """Raises Transient for what may pass, and Permanent when this answer breaks the judge.

        It would again, and what fails again and again opens the breaker: everybody would wait for this one.
        """
        try:
            return await asyncio.to_thread(self.judge, question, answer)
        except MAY_PASS as error:
            raise Transient(f"the offline grader cannot work now: {type(error).__name__}") from error
        except Exception as error:
            raise Permanent(f"the offline grader failed: {type(error).__name__}") from error

    def judge(self, question: Question, answer: str) -> Reply:
        """As `ask`, for callers without an event loop."""
        began = perf_counter()
        judgement = Judge(self._reader, question, answer).judge()
        return judgement.model_dump(mode="json") | {"seconds": round(perf_counter() - began, 3)}

    def read(self, question: Question, answer: str, reply: Reply) -> Judgement:
        try:
            return Judgement.model_validate(reply)
        except ValidationError as error:
            raise BadReply("the offline grader's reply cannot be read") from error

    def provenance(self, reply: Reply) -> Provenance:
        return Provenance(provider="offline", model=self._embedder.model_id)
