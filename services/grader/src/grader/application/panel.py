"""Who grades: language models, the cheapest first, with the offline grader beside and behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from traclearn_contracts.models import Provenance
from traclearn_worker import Permanent, ReplyLost, Transient, Unavailable

from grader.application.ports import Grader, Reply
from grader.domain.errors import BadReply, CallRefused, ReplyUnknown
from grader.domain.evidence import Claims, Evidence, claims_of
from grader.domain.guards import flags as guards
from grader.domain.judgement import Judgement
from grader.domain.model_reply import reply_id_of
from grader.domain.question import Question
from grader.domain.voices import are_apart, bounded, confirmed, joined, like_a_full_answer

AWAY = (CallRefused, Unavailable, Transient, ReplyLost, ReplyUnknown, TimeoutError)
"""What a grader's absence looks like. Of the last three it may have been paid for: it is not asked again for
this cause."""


def may_pass(failure: Exception | None) -> bool:
    """Whether a model may grade another time what it did not."""
    return isinstance(failure, AWAY)


class Call(Protocol):
    """Asks a grader about the answer, or about evidence of it, and may keep its reply: the runtime's
    `work.once`."""

    async def __call__(self, grader: Grader, evidence: Evidence | None = None) -> Reply: ...


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
        return (
            await self._concluded(question, answer, own, found, call)
            if found
            else replace(own, failure=failure)
        )

    async def _concluded(
        self, question: Question, answer: str, own: Opinion, found: Sequence[Opinion], call: Call
    ) -> Opinion:
        """The last model's judgement, as sure as the voice before agrees, as far as its evidence goes."""
        voices = [own, *found]
        last = voices[-1]
        judgement = joined(question, last.judgement, voices[-2].judgement)
        unread = guards.OTHER_LANGUAGE in own.judgement.flags
        if not unread and not guards.is_in_another_language(question, answer):
            # else the offline grader cannot read it
            ordered = guards.orders(question, answer)
            if not ordered and (claims := claims_of(question, judgement, own.judgement)):
                again = await self._read_again(last.grader, claims, call)
                voices += [again] if again else []
                judgement = confirmed(question, judgement, own.judgement, again.judgement if again else None)
            judgement = bounded(question, judgement, own.judgement, ordered=ordered)
        judgement = like_a_full_answer(question, judgement, own.judgement)
        receipt = Receipt(last.receipt.reply_id, sum(voice.receipt.seconds for voice in voices))
        provenance = summed(last.provenance, [voice.provenance for voice in voices if voice is not last])
        return replace(last, judgement=judgement, receipt=receipt, provenance=provenance)

    async def _read_again(self, model: Grader, claims: Claims, call: Call) -> Opinion | None:
        """The evidence alone, by the model that gave it. None where there is none, or nobody reads it."""
        asked = claims.question
        replies = [(text, await self.offline.ask(asked, text, "")) for text in claims.sentences]
        evidence = claims.evidence([self.offline.read(asked, text, reply) for text, reply in replies])
        if evidence is None:
            return None
        try:
            return await opinion_of(model, evidence.question, evidence.text, call, evidence)
        except (*AWAY, BadReply, Permanent):
            return None

    def models_besides(self, name: str) -> list[Grader]:
        """The language models that are not the one of that name."""
        return [model for model in self._models if model.name != name]


def summed(last: Provenance, others: Sequence[Provenance]) -> Provenance:
    """All that the grade has cost, in the provenance of the model whose verdicts it has."""
    paid = [last, *(other for other in others if other.cost_usd is not None)]
    if len(paid) == 1 or last.cost_usd is None:
        return last
    return last.model_copy(
        update={
            "input_tokens": sum(one.input_tokens or 0 for one in paid),
            "output_tokens": sum(one.output_tokens or 0 for one in paid),
            "cost_usd": sum(one.cost_usd or 0.0 for one in paid),
        }
    )


async def opinion_of(
    grader: Grader, question: Question, answer: str, call: Call, evidence: Evidence | None = None
) -> Opinion:
    """`evidence`: where `question` and `answer` are its own."""
    reply = await call(grader, evidence)
    receipt = Receipt(reply_id_of(reply), reply.get("seconds", 0.0))
    return Opinion(grader.read(question, answer, reply), grader, grader.provenance(reply), receipt=receipt)
