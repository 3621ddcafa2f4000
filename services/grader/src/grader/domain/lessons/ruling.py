"""An author's word on whether some words earn a point: later answers that say the same follow it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from grader.domain.judgement import Finding, Judgement, Verdict
from grader.domain.language.spans import Span
from grader.domain.voices import RANK

CERTAINTY = 0.95
"""Of a verdict that follows a ruling: the author is sure, that these words are those is measured."""


class Ruling(BaseModel):
    """`id` is that of its event."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    item: str
    words: str
    verdict: Verdict
    said_at: datetime


class Match(NamedTuple):
    """Where an answer says nearly the words of a ruling, and how nearly."""

    ruling: Ruling
    span: Span
    likeness: float


def follow_rulings(
    judgement: Judgement, answer: str, matches: Iterable[Match], *, flagged: bool
) -> Judgement:
    """The judgement in which each point has the verdict of the ruling that the answer is most like.

    A ruling on some words takes nothing from a point that other words earn, and adds nothing to an answer
    that a guard has flagged.
    """
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: (match.likeness, match.ruling.said_at, match.ruling.id)):
        best[match.ruling.item] = match
    findings = tuple(
        followed(finding, answer, best[finding.id], flagged=flagged) if finding.id in best else finding
        for finding in judgement.findings
    )
    return judgement.model_copy(update={"findings": findings})


def followed(finding: Finding, answer: str, match: Match, *, flagged: bool) -> Finding:
    ruling, rise = match.ruling, RANK[match.ruling.verdict] - RANK[finding.verdict]
    if (rise > 0 and flagged) or (rise < 0 and not rests_on(finding, answer, match.span)):
        return finding
    quote = match.span.of(answer) if rise > 0 or not finding.quote else finding.quote
    return finding.model_copy(
        update={
            "verdict": ruling.verdict,
            "quote": quote if ruling.verdict != "no" else None,
            "against": None,
            "reason": "",
            "certainty": CERTAINTY,
            "ruling": ruling.id,
        }
    )


def rests_on(finding: Finding, answer: str, span: Span) -> bool:
    """Whether the finding's quote lies where the ruling's words are."""
    quote = finding.quote or ""
    return bool(quote) and (quote in span.of(answer) or span.of(answer) in quote)
