"""Who writes a hint or an explanation: a language model where one may, else arithmetic on this machine.

A model writes one nudge, within the budget of grading. It is checked in code: what gives the answer away is
not shown, and the hint that needs no model takes its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import structlog
from traclearn_contracts.models import Provenance, Remark
from traclearn_worker import Permanent
from traclearn_worker.breaker import Breakers

from grader.application.assessment import assess, directly
from grader.application.budgeted_calls import BudgetedCalls, CallSubject
from grader.application.hint_attempt import Begin, HintAttempt
from grader.application.panel import AWAY, Panel
from grader.application.ports import Grader, Nudge
from grader.domain.errors import BadReply
from grader.domain.hints.disclosure import gives_away, recites
from grader.domain.hints.explanation import explanation
from grader.domain.hints.given_hint import GivenHint
from grader.domain.hints.hint import hint, joined, sentence, to_read
from grader.domain.model_reply import reply_id_of
from grader.domain.question import PublishedQuestion

log = structlog.get_logger()

MAX_TEXT_CHARS = 2000
"""As the contract says."""
RULES = Provenance(provider="offline", model="rules")
"""An explanation needs no model: it puts in other words what the grade says."""
COPIED = {"input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}
"""Of a text that was paid for with another learner's hint."""


@dataclass(frozen=True, slots=True)
class NudgeWriting:
    """How a model writes a hint. Its breakers are those of hints alone: they stop no grading."""

    nudge: Callable[[int, str], Nudge]
    """Of a step, and of the missing point by its id."""
    budgeted_calls: BudgetedCalls
    breakers: Breakers
    call_timeout_s: float


class _Written(NamedTuple):
    remarks: tuple[Remark, ...]
    grader: str
    provenance: Provenance
    reply_id: str | None = None


class HintWriting:
    """What a draft lacks is found by the offline grader, whoever writes."""

    def __init__(self, begin: Begin, offline: Grader, by_model: NudgeWriting | None = None) -> None:
        self._begin = begin
        self._panel = Panel(offline)
        self._by_model = by_model

    async def write(self, wanted: GivenHint, token: UUID) -> GivenHint:
        """Ready; or failed, where what it is about has gone meanwhile."""
        if wanted.kind == "explanation":
            return await self._explain(wanted)
        async with self._begin() as store:
            published = await store.find_question(wanted.ticket)
        if published is None or published.revision != wanted.question_revision:
            return wanted.model_copy(update={"state": "failed"})
        return await self._hint(wanted, published, token)

    async def _hint(self, wanted: GivenHint, published: PublishedQuestion, token: UUID) -> GivenHint:
        question, draft = published.question, wanted.draft
        assessment = await assess(self._panel, question, draft, directly(question, draft))
        found = hint(question, draft, assessment.grade.items, wanted.step)
        written = _Written(found.remarks, self._panel.offline.name, assessment.provenance)
        if self._by_model and found.item and published.policy.models_allowed:
            nudged = await self._nudged(self._by_model, wanted, published, found.item, token)
            written = nudged or written
        return _ready(wanted, written, item=found.item, sources=question.sources)

    async def _nudged(
        self, by: NudgeWriting, wanted: GivenHint, published: PublishedQuestion, item: str, token: UUID
    ) -> _Written | None:
        """None where no model wrote what may be shown."""
        if copied := await self._copied(wanted):
            return copied
        question, draft = published.question, wanted.draft
        nudge = by.nudge(wanted.step, item)
        attempt = HintAttempt(wanted, token, self._begin, by.breakers, by.call_timeout_s)
        subject = CallSubject(wanted.learner, wanted.ticket, wanted.attempt, published, question, draft)
        try:
            reply = await by.budgeted_calls.buy(nudge, f"hint by {nudge.name}", subject, attempt)
            said = nudge.read_nudge(reply)
        except (*AWAY, BadReply, Permanent) as error:
            log.warning("no language model wrote the hint", reason=str(error))
            return None
        if gives_away(said, question, draft) or recites(said, question, draft):
            log.warning("a language model's hint gave the answer away", dependency=nudge.dependency)
            return None
        remarks = joined([Remark(code="own_words", text=said)], to_read(question), question, draft)
        return _Written(remarks, nudge.name, nudge.provenance(reply), reply_id_of(reply))

    async def _copied(self, wanted: GivenHint) -> _Written | None:
        """What a model has written for the same question, step and draft, to whomever."""
        async with self._begin() as store:
            known = await store.find_written_hint(wanted.draft_key)
        if known is None or known.provenance is None or known.grader is None:
            return None
        said = known.remarks or (Remark(code="own_words", text=known.text),)  # from before there were remarks
        copied = known.provenance.model_copy(update=COPIED)
        return _Written(said, known.grader, copied, known.reply_id)

    async def _explain(self, wanted: GivenHint) -> GivenHint:
        async with self._begin() as store:
            graded = await store.find_graded_attempt(wanted.ticket, wanted.learner, wanted.attempt)
        item = graded.item(wanted.item or "") if graded else None
        if graded is None or item is None:
            return wanted.model_copy(update={"state": "failed"})
        number = graded.items.index(item) + 1
        said = explanation(item, number, graded.flags, graded.sources, certain=not graded.needs_review)
        sources = () if item.verdict == "yes" else graded.sources
        return _ready(wanted, _Written(said, "offline/rules", RULES), sources=sources)


def _ready(wanted: GivenHint, written: _Written, **about: object) -> GivenHint:
    shown = {"state": "ready", **written._asdict(), "text": sentence(written.remarks)[:MAX_TEXT_CHARS]}
    return wanted.model_copy(update={**shown, **about})
