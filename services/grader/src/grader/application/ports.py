"""What the service asks of outside: graders, offline or language models, a sense of likeness, and a store."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    AnswerGradedV1,
    AppealAssessedV1,
    GradeOverriddenV1,
    OverrideWithdrawnV1,
    Provenance,
    QuestionPublishedV1,
    RulingMadeV1,
    RulingRevokedV1,
)

from grader.domain.attempt import LatestGrade, SubmittedAnswer
from grader.domain.course import Course
from grader.domain.hints.given_hint import GivenHint, GradedAttempt
from grader.domain.judgement import Judgement
from grader.domain.lessons.past_answer import Agreement, KeptAnswer, PastAnswer, TextVector
from grader.domain.lessons.ruling import Match, Ruling
from grader.domain.model_reply import ModelReply
from grader.domain.question import PublishedQuestion, Question
from grader.domain.spending import CallSwitch, Limits, PaidCall, Spending

Reply = dict[str, Any]
"""A grader's raw reply: JSON, stored before it is read, so that a redelivery never asks twice. `seconds` are
those that it took, `reply_id` is the provider's, where it has them."""


class Model(Protocol):
    """What the service asks about an answer."""

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

    def provenance(self, reply: Reply) -> Provenance:
        """Who gave it, as the reply says. Raises BadReply."""
        ...


class Grader(Model, Protocol):
    """Finds what an answer says of each point. Scores, guards and feedback are not its business."""

    def read(self, question: Question, answer: str, reply: Reply) -> Judgement:
        """The verdicts in a reply, with no side effect. Raises BadReply."""
        ...


class PaidModel(Model, Protocol):
    """A language model: what it is asked costs money."""

    def turn(self) -> AbstractAsyncContextManager[object]:
        """To be held around a call: so many are under way at once, and the others wait."""
        ...

    def worst_usd(self, question: Question, answer: str) -> Decimal:
        """What asking costs at most."""
        ...

    def cost_usd(self, reply: Reply) -> Decimal | None:
        """What it did cost; None where the reply does not say so."""
        ...


@runtime_checkable
class PaidGrader(PaidModel, Grader, Protocol):
    """A language model that grades."""


class Nudge(PaidModel, Protocol):
    """A language model that is to write one hint: asked about a draft in the place of an answer."""

    def read_nudge(self, reply: Reply) -> str:
        """What it says to the learner. Raises BadReply."""
        ...


class Budget(Protocol):
    """What calls of language models may cost in a day. Works inside a transaction of its maker's, as the
    store that it belongs to does."""

    async def reserve(self, call: PaidCall, limits: Limits) -> None:
        """Sets aside what the call costs at most. Raises CallsStopped or BudgetSpent, and then the
        transaction must not be committed and nothing may be asked."""
        ...

    async def settle(self, key: UUID, cost_usd: Decimal | None) -> None:
        """Ends the newest reservation of the key that is open, if there is one, with what the call did cost.
        0: nothing was bought. None: nobody knows, so it counts as reserved, at its worst case."""
        ...

    async def read_spending(self, limits: Limits) -> list[Spending]:
        """Of today, by course; one that spent nothing is there if an author has said how it is taught."""
        ...

    async def forget(self, older_than: timedelta) -> None:
        """Deletes calls and counters of days before."""
        ...


class ModelReplies(Protocol):
    """What language models said, until it is pruned or its learner erased."""

    async def save_reply(self, reply: ModelReply) -> None:
        """Unless one of its key is kept."""
        ...

    async def list_replies(self, ticket: int, learner: str, attempt: int) -> list[ModelReply]:
        """Of the newest calls about an attempt, in the order in which they came; and what a model said to an
        equal draft of another learner, where a hint of this attempt was made of it."""
        ...


class PaidStore(ModelReplies, Protocol):
    """What a paid call needs of a store. Works inside a transaction that its maker opens and ends."""

    async def find_question(self, ticket: int) -> PublishedQuestion | None: ...

    @property
    def budget(self) -> Budget: ...


class CallSwitchStore(Protocol):
    """Where an operator's word on calls outside is kept."""

    async def read(self) -> CallSwitch: ...

    async def turn(self, said: CallSwitch) -> None: ...

    async def follow_limits(self, limits: str) -> None:
        """What waits for another day is taken up where these are not the limits by which it had to."""
        ...


class Likeness(Protocol):
    """Which texts say nearly the same. Blocks: call it off the event loop."""

    def vector(self, text: str) -> TextVector: ...

    def rank(self, vector: TextVector, others: Sequence[TextVector | None]) -> list[int]:
        """The places of the others, the nearest first; without those that have no such vector."""
        ...

    def find_same(
        self, text: str, vector: TextVector, others: Sequence[tuple[str, TextVector | None]], least: float
    ) -> int | None:
        """The place of the likest of the others, if it is at least so like and does not say the contrary."""
        ...

    def match(self, answer: str, rulings: Sequence[Ruling]) -> list[Match]:
        """Where the answer says nearly the words of each ruling."""
        ...


class PastAnswers(Protocol):
    """Answers that were graded. What was written goes by age, or with its learner; grades stay."""

    async def save_answer(self, answer: KeptAnswer) -> None:
        """In place of whatever was kept under its attempt."""
        ...

    async def find_answer(self, ticket: int, learner: str, attempt: int) -> KeptAnswer | None: ...

    async def find_past_answer(self, ticket: int, learner: str, attempt: int) -> PastAnswer | None: ...

    async def list_past_answers(self, ticket: int, limit: int) -> list[PastAnswer]:
        """Of a question, with their latest grades; the newest first."""
        ...

    async def count_past_answers(self, ticket: int) -> int:
        """All of them."""
        ...

    async def list_graded_answers(self, ticket: int, besides: str, limit: int) -> list[PastAnswer]:
        """Those that a person has graded, none of the learner `besides`; the newest first."""
        ...

    async def list_agreements(self, course: str, limit: int) -> list[Agreement]:
        """Of the newest answers of a course that a person has graded."""
        ...

    async def list_answers(
        self, ticket: int, limit: int, after: tuple[str, int] | None = None
    ) -> list[KeptAnswer]:
        """A page of a question's answers, by (learner, attempt)."""
        ...

    async def list_newest_answers(self, ticket: int, limit: int) -> list[KeptAnswer]: ...


class Decisions(Protocol):
    """What authors decided, in any order of arrival: what was taken back stays so when it comes later."""

    async def save_override(self, event: Event[GradeOverriddenV1], rubric: str | None) -> None:
        """`rubric`: `Question.fingerprint` of what was asked for then; None where it is not known."""
        ...

    async def withdraw_override(self, said: OverrideWithdrawnV1) -> None: ...

    async def save_ruling(self, event: Event[RulingMadeV1]) -> None: ...

    async def revoke_ruling(self, said: RulingRevokedV1) -> None: ...

    async def list_rulings(self, ticket: int) -> list[Ruling]:
        """Those that hold, by time."""
        ...

    async def order_regrades(self, ticket: int, order: UUID, at: datetime) -> None:
        """The question remembers the order that came last, and the latest time of all."""
        ...

    async def find_assessment(
        self, ticket: int, learner: str, attempt: int, revision: int
    ) -> AppealAssessedV1 | None: ...

    async def claim_assessment(
        self, appeal: UUID, ticket: int, learner: str, attempt: int, revision: int
    ) -> UUID:
        """Which appeal the grade of that revision is looked at for: the one that claimed it first."""
        ...

    async def save_assessment(self, assessment: AppealAssessedV1, revision: int) -> None:
        """Unless the grade of that revision has one."""
        ...


class Store(PastAnswers, Decisions, PaidStore, Protocol):
    """Questions that may be answered, grades that were given."""

    async def lock_question(self, ticket: int) -> PublishedQuestion | None:
        """As `find_question`. Until the transaction ends no other keeps an answer of it, orders regrades or
        rules."""
        ...

    async def upsert_question(self, question: QuestionPublishedV1) -> bool:
        """Keeps the question unless its revision is not greater than the kept one's; whether it did."""
        ...

    async def find_latest_grade(self, ticket: int, learner: str, attempt: int) -> LatestGrade | None: ...

    async def append_grade(self, grade: AnswerGradedV1, answer: SubmittedAnswer) -> None: ...

    async def save_course(self, course: Course) -> None:
        """Of several of one subject the latest said stands."""
        ...

    @property
    def call_switch(self) -> CallSwitchStore: ...


class HintStore(PaidStore, Protocol):
    """Hints that were asked for."""

    async def find_newest_attempt(self, ticket: int, learner: str) -> int:
        """The newest that has a grade; 0 without any."""
        ...

    async def find_graded_attempt(self, ticket: int, learner: str, attempt: int) -> GradedAttempt | None: ...

    async def claim_hint(self, hint: GivenHint, seconds: float) -> UUID | None:
        """Keeps a hint that is not known yet, and takes one that nobody writes for so many seconds: the token
        of whoever writes it. None where another does, or it is there."""
        ...

    async def find_hint(self, hint_id: UUID, learner: str) -> GivenHint | None: ...

    async def find_written_hint(self, draft_key: UUID | None) -> GivenHint | None:
        """One that a language model wrote for an equal draft."""
        ...

    async def save_replies(self, hint_id: UUID, token: UUID, replies: dict[str, Any]) -> bool:
        """What outside calls answered; False where another has the hint now."""
        ...

    async def release_hint(self, hint_id: UUID, token: UUID) -> None:
        """Lets anybody write it."""
        ...

    async def finish_hint(self, hint: GivenHint, token: UUID) -> bool:
        """Whether it was still this one's to write."""
        ...

    async def has_had(self, hint: GivenHint) -> bool:
        """Whether its learner has read the same text at that ticket."""
        ...

    async def publish(self, events: Sequence[Event]) -> None:
        """Sends them when the transaction commits."""
        ...
