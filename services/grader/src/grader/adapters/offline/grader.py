"""The Grader that needs no network and no key: embeddings and words on this machine."""

import asyncio

from pydantic import ValidationError
from traclearn_embedding import Embedder
from traclearn_worker.retry import Permanent

from grader.adapters.offline.judge import Judge
from grader.adapters.offline.reading import Reading
from grader.adapters.offline.vector_space import VectorSpace
from grader.application.ports import Reply
from grader.domain.errors import BadReply
from grader.domain.judgement import Judgement
from grader.domain.question import Question


class OfflineGrader:
    """Grades provisionally, the same way each time. Works on a thread of its own, off the event loop."""

    provisional = True

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def name(self) -> str:
        return f"offline/{self._embedder.model_id}"

    async def ask(self, question: Question, answer: str) -> Reply:
        """Raises Permanent when an answer breaks the judge: it would again, and nobody should wait for it."""
        try:
            return await asyncio.to_thread(self.judge, question, answer)
        except Exception as error:
            raise Permanent(f"the offline grader failed: {type(error).__name__}") from error

    def judge(self, question: Question, answer: str) -> Reply:
        """As `ask`, for callers without an event loop."""
        reading = Reading(question, answer)
        judgement = Judge(reading, VectorSpace(self._embedder, reading)).judge()
        return judgement.model_dump(mode="json")

    def read(self, reply: Reply) -> Judgement:
        try:
            return Judgement.model_validate(reply)
        except ValidationError as error:
            raise BadReply("the offline grader's reply cannot be read") from error
