"""What the learner is told: their own words, what is missing by its label, where to look. Never a criterion.

Praise follows from how likely the answer is right and how sure that is, never from the score: this is fitted
to teachers' marks, which are kind to wrong answers. What is said is codes: `traclearn_contracts.remarks`
makes English of them, a reader of another language its own words.
"""

from collections.abc import Iterable, Sequence

from traclearn_contracts.models import Remark, Source

from grader.domain.judgement import Finding
from grader.domain.question import Question

MAX_SHOWN_QUOTE_CHARS = 200
"""Characters of a quote in a remark; the items carry it whole."""
NO_ANSWER = (
    "empty",
    "no_attempt",
    "question_echoed",
    "prompt_injection",
    "other_language",
)
"""Flags that are told as they are, in place of all praise."""
HINTS = ("too_long", "copied", "alternatives", "self_contradiction", "keyword_pile")
"""Flags that are told beside what was found."""
MAX_REMARKS = 100
"""As the contract has it."""


def remarks_on(
    question: Question, findings: Sequence[Finding], flags: Sequence[str], *, certain: bool
) -> tuple[Remark, ...]:
    """All that is said of an answer, in order. `certain`: nobody is asked to look at the grade."""
    reason = next((flag for flag in flags if flag in NO_ANSWER), None)
    nothing = all(finding.verdict == "no" for finding in findings)
    codes = [reason] if reason and nothing else [opening(question, findings, certain)]
    codes += [] if certain else ["uncertain"]
    said = [Remark(code=code) for code in codes]
    if not (reason and nothing):
        said += [*found(question, findings), *(Remark(code=flag) for flag in flags if flag in HINTS)]
    if question.rubric:
        missing = (n for n, f in enumerate(findings) if f.verdict == "no" and not f.against)
        said += [about(question, n, "missing") for n in missing]
    if any(finding.verdict != "yes" or finding.against for finding in findings):
        said += where(question.sources)
    return tuple(said[:MAX_REMARKS])


def opening(question: Question, findings: Sequence[Finding], certain: bool) -> str:
    found = [finding.verdict for finding in findings]
    weights = [point.weight for point in question.points]
    met = sum(weight for weight, verdict in zip(weights, found, strict=True) if verdict == "yes")
    if set(found) == {"yes"}:
        return "all_there" if certain else "maybe_right"
    if set(found) == {"no"}:
        return "not_answered"
    if met * 2 >= sum(weights) and certain:
        return "good_start"
    return "some_there"


def found(question: Question, findings: Sequence[Finding]) -> Iterable[Remark]:
    """On each point that the answer speaks of."""
    for n, finding in enumerate(findings):
        if finding.against:
            yield about(question, n, "opposite", quote=shown(finding.against))
        elif finding.verdict == "yes":
            yield about(question, n, "met", quote=shown(finding.quote))
        elif finding.verdict == "partly":
            yield about(question, n, "partly", quote=shown(finding.quote))
            more = ("own_words", finding.reason) if finding.reason else ("say_more", None)
            yield about(question, n, more[0], text=more[1])
        elif finding.reason:
            yield about(question, n, "own_words", text=finding.reason)


def about(
    question: Question, at: int, code: str, *, quote: str | None = None, text: str | None = None
) -> Remark:
    """A remark on the point at index `at`, by its name."""
    point = question.points[at]
    label, number = (point.label or None, at + 1) if question.rubric else (None, 0)
    return Remark(code=code, item=point.id, label=label, point=number, quote=quote, text=text)


def shown(quote: str | None) -> str:
    text = " ".join((quote or "").split()).rstrip(".")
    return text if len(text) <= MAX_SHOWN_QUOTE_CHARS else text[:MAX_SHOWN_QUOTE_CHARS].rstrip() + "…"


def where(sources: Sequence[Source], code: str = "read_again") -> Iterable[Remark]:
    if sources:
        yield Remark(code=code, titles=[source.title for source in sources])
