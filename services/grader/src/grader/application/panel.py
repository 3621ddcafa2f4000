"""Who grades: language models, the cheapest first, with the offline grader beside and behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from traclearn_contracts.models import Provenance
from traclearn_worker import Permanent, ReplyLost, Transient, Unavailable

from grader.application.ports import Grader, Reply
from grader.domain import guards
from grader.domain.errors import BadReply, CallRefused, ReplyUnknown
from grader.domain.judgement import Judgement
from grader.domain.question import Question
from grader.domain.voices import are_apart, bounded, joined

AWAY = (CallRefused, Unavailable, Transient, ReplyLost, ReplyUnknown, TimeoutError)
"""What a grader's absence looks like. Of the last three it may have been paid for: it is not asked again for
this cause."""


def may_pass(failure: Exception | None) -> bool:
    """Whether a model may grade another time what it did not."""
    return isinstance(failure, AWAY)


class Call(Protocol):
    """Asks a grader about the answer, and may keep its reply: the runtime's `work.once`."""

    async def __call__(self, grader: Grader) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a grader's reply says of itself: the provider's id of it, and how long all that was asked took."""

    reply_id: str | None = None
    seconds: float = 0.0


NO_RECEIPT = Receipt()


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judgement and whose it is."""

    judgement: Judgement
    grader: Grader
    provenance: Provenance
    failure: Exception | None = None
    """Why no language model gave it, where one should have."""
    receipt: Receipt = NO_RECEIPT


class Panel:
    """The offline grader alone where there are no models: then its grades are final as far as machines go."""

    def __init__(self, offline: Grader, models: Sequence[Grader] = ()) -> None:
        self.offline = offline
        self._models = models

    @property
    def has_models(self) -> bool:
        return bool(self._models)

    def without_models(self) -> "Panel":
        """For a course that lets no answer go outside."""
        return Panel(self.offline)

    async def judge(self, question: Question, answer: str, call: Call) -> Opinion:
        """A stronger model is asked where the cheaper one and the offline grader are apart. Raises what the
        offline grader raises."""
        own = await opinion_of(self.offline, question, answer, call)
        found: list[Opinion] = []
        failure: Exception | None = None
        for model in self._models:
            try:
                found.append(await opinion_of(model, question, answer, call))
            except (*AWAY, BadReply, Permanent) as error:
                failure = error
            else:
                if not are_apart(question, found[-1].judgement, own.judgement):
                    break
        if not found:
            return replace(own, failure=failure)
        voices = [own, *found]
        last = voices[-1]
        seconds = sum(voice.receipt.seconds for voice in voices)
        return replace(
            last,
            judgement=_bounded(question, answer, joined(question, last.judgement, voices[-2].judgement), own),
            receipt=Receipt(last.receipt.reply_id, seconds),
        )

    def models_besides(self, name: str) -> list[Grader]:
        """The language models that are not the one of that name."""
        return [model for model in self._models if model.name != name]


def _bounded(question: Question, answer: str, judgement: Judgement, own: Opinion) -> Judgement:
    """What the offline grader cannot read it does not bound."""
    if guards.is_in_another_language(question, answer):
        return judgement
    return bounded(question, judgement, own.judgement, ordered=guards.orders(question, answer))


async def opinion_of(grader: Grader, question: Question, answer: str, call: Call) -> Opinion:
    reply = await call(grader)
    receipt = Receipt(reply.get("reply_id") or None, reply.get("seconds", 0.0))
    return Opinion(grader.read(question, answer, reply), grader, grader.provenance(reply), receipt=receipt)
