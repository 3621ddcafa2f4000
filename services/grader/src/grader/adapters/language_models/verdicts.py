"""A model's reply, read: a finding for each point, with a quote that is the learner's own words."""

import re

from pydantic import BaseModel, ConfigDict, Field

from grader.adapters.language_models.provider import Completion, read_text
from grader.domain.errors import BadReply
from grader.domain.guards import blanked
from grader.domain.judgement import Finding, Judgement, Verdict
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
    read = blanked(question, answer)
    points = [first[point.id] for point in question.points if point.id in first]
    return Judgement(findings=tuple(_finding(point, answer, read) for point in points))


def _finding(point: PointVerdict, answer: str, read: str) -> Finding:
    """`read`: the answer without orders to the grader, which are no evidence and must not be part of any."""
    quote = locate(point.quote, read) if point.quote and point.verdict != "no" else None
    quote = quote if quote and quote in answer else None
    return Finding(id=point.id, verdict=point.verdict, quote=quote, reason=" ".join(point.reason.split()))


def locate(quote: str, answer: str) -> str | None:
    """The answer's own characters for a quote in which white space or quotation marks may differ."""
    words = quote.translate(QUOTE_MARKS).split()
    if not words or len(quote) > MAX_QUOTE_CHARS:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), answer.translate(QUOTE_MARKS))
    return answer[found.start() : found.end()] if found else None
