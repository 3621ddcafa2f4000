"""A model's reply, read: a finding for each point, with a quote that is the learner's own words."""

import re

from pydantic import BaseModel, ConfigDict, Field

from grader.adapters.language_models.prompt import sent
from grader.adapters.language_models.provider import Completion, read_text
from grader.domain.errors import BadReply
from grader.domain.guards.flags import blanked
from grader.domain.judgement import Finding, Judgement, Verdict
from grader.domain.language.spans import Span
from grader.domain.question import MAX_RUBRIC_ITEMS, Question
from grader.domain.scoring import MAX_QUOTE_CHARS

QUOTE_MARKS = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})
"""As models type them, whatever the writer did."""


class PointVerdict(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    verdict: Verdict
    quote: str | None = None
    reason: str = ""


class Verdicts(BaseModel):
    model_config = ConfigDict(extra="ignore")

    points: list[PointVerdict] = Field(max_length=2 * MAX_RUBRIC_ITEMS)


def read_verdicts(completion: Completion, question: Question, answer: str) -> Judgement:
    """The first verdict on each point; a point without one is not shown. Raises BadReply."""
    said = read_text(completion, Verdicts)
    first = {point.id: point for point in reversed(said.points)}
    if first.keys().isdisjoint(point.id for point in question.points):
        raise BadReply("the model's reply speaks of no point of the question")
    read, whole = sent(question, answer), blanked(question, answer)
    points = [first[point.id] for point in question.points if point.id in first]
    return Judgement(findings=tuple(_finding(point, answer, whole, read) for point in points))


def _finding(point: PointVerdict, answer: str, whole: str, read: str) -> Finding:
    """`whole`: the answer without orders to the grader, which are no evidence and must not be part of any.
    `read`: as the model got it, without its writer, too; of a quote around that its longer part counts."""
    span = locate(point.quote, read) if point.quote and point.verdict != "no" else None
    quote = longest(span.of(answer), span.of(read)) if span and span.of(whole) == span.of(answer) else None
    return Finding(id=point.id, verdict=point.verdict, quote=quote, reason=" ".join(point.reason.split()))


def longest(written: str, read: str) -> str | None:
    """The longest run of what both have in one place."""
    same = "".join(a if a == b else "\0" for a, b in zip(written, read, strict=True))
    return max(same.split("\0"), key=len).strip() or None


def locate(quote: str, answer: str) -> Span | None:
    """Where the answer has a quote, in which white space or quotation marks may differ."""
    words = quote.translate(QUOTE_MARKS).split()
    if not words or len(quote) > MAX_QUOTE_CHARS:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), answer.translate(QUOTE_MARKS))
    return Span(*found.span()) if found else None
