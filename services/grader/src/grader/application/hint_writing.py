"""Who writes a hint or an explanation."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from traclearn_contracts.models import Provenance

from grader.application.assessment import assess, directly
from grader.application.panel import Panel
from grader.application.ports import Grader, HintStore
from grader.domain.explanation import explanation
from grader.domain.given_hint import GivenHint
from grader.domain.hint import hint
from grader.domain.question import PublishedQuestion

MAX_TEXT_CHARS = 2000
"""As the contract says."""
RULES = Provenance(provider="offline", model="rules")
"""An explanation needs no model: it puts in other words what the grade says."""


class HintWriting:
    """Writes on this machine: what a draft lacks is found by the offline grader."""

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[HintStore]], offline: Grader) -> None:
        self._begin = begin
        self._panel = Panel(offline)

    async def write(self, wanted: GivenHint, token: UUID) -> GivenHint:
        """Ready; or failed, where what it is about has gone meanwhile."""
        if wanted.kind == "explanation":
            return await self._explain(wanted)
        async with self._begin() as store:
            published = await store.find_question(wanted.ticket)
        if published is None or published.revision != wanted.question_revision:
            return wanted.model_copy(update={"state": "failed"})
        return await self._hint(wanted, published)

    async def _hint(self, wanted: GivenHint, published: PublishedQuestion) -> GivenHint:
        question, draft = published.question, wanted.draft
        assessment = await assess(self._panel, question, draft, directly(question, draft))
        found = hint(question, draft, assessment.grade.items, wanted.step)
        about = {"item": found.item, "sources": question.sources}
        return _ready(wanted, found.text, self._panel.offline.name, assessment.provenance, **about)

    async def _explain(self, wanted: GivenHint) -> GivenHint:
        async with self._begin() as store:
            graded = await store.find_graded_attempt(wanted.ticket, wanted.learner, wanted.attempt)
        item = graded.item(wanted.item or "") if graded else None
        if graded is None or item is None:
            return wanted.model_copy(update={"state": "failed"})
        text = explanation(item, graded.flags, graded.sources, certain=not graded.needs_review)
        sources = () if item.verdict == "yes" else graded.sources
        return _ready(wanted, text, "offline/rules", RULES, sources=sources)


def _ready(wanted: GivenHint, text: str, grader: str, provenance: Provenance, **about: object) -> GivenHint:
    written = {"state": "ready", "text": text[:MAX_TEXT_CHARS], "grader": grader, "provenance": provenance}
    return wanted.model_copy(update={**written, **about})
