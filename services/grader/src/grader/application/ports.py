"""What the service asks of outside: graders, offline or language models, and a store."""

from typing import Any, Protocol

from traclearn_contracts.models import AnswerGradedV1, Provenance, QuestionPublishedV1

from grader.domain.attempt import LatestGrade, SubmittedAnswer
from grader.domain.judgement import Judgement
from grader.domain.question import PublishedQuestion, Question

Reply = dict[str, Any]
"""A grader's raw reply: JSON, stored before it is read, so that a redelivery never asks twice."""


class Grader(Protocol):
    """Finds what an answer says of each point. Scores, guards and feedback are not its business."""

    @property
    def name(self) -> str:
        """Which grader and model, as the grade will say: `offline/all-minilm-l6-v2-q`."""
        ...

    @property
    def dependency(self) -> str:
        """The breaker that its calls pass."""
        ...

    @property
    def provisional(self) -> bool:
        """Whether its grades are labelled as ones that a stronger grader or a person may change. Its calls
        cost nothing."""
        ...

    async def ask(self, question: Question, answer: str, key: str) -> Reply:
        """The slow or costly part; `key` is the same for each try at it. Raises whatever the runtime knows as
        transient or permanent, or ReplyUnknown."""
        ...

    def read(self, question: Question, answer: str, reply: Reply) -> Judgement:
        """The verdicts in a reply, with no side effect. Raises BadReply."""
        ...

    def provenance(self, reply: Reply) -> Provenance:
        """Who gave it, as the reply says. Raises BadReply."""
        ...


class Store(Protocol):
    """Questions that may be answered, grades that were given. Works inside a transaction that its maker opens
    and ends."""

    async def find_question(self, ticket: int) -> PublishedQuestion | None: ...

    async def upsert_question(self, question: QuestionPublishedV1) -> bool:
        """Keeps the question unless its revision is not greater than the kept one's; whether it did."""
        ...

    async def find_latest_grade(self, ticket: int, learner: str, attempt: int) -> LatestGrade | None: ...

    async def append_grade(self, grade: AnswerGradedV1, answer: SubmittedAnswer) -> None: ...
