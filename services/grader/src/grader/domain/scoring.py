"""From verdicts to the grade: plain arithmetic that anybody can redo by hand."""

from traclearn_contracts.models import GradedItem

from grader.domain.feedback import feedback
from grader.domain.judgement import Finding, Grade, Judgement
from grader.domain.question import Question

WORTH = {"yes": 1.0, "partly": 0.5, "no": 0.0}
REVIEW_BELOW = 0.5
"""Confidence under which a person is asked to look."""
STRANGE = "other_language"
"""The model was made for English: what it says of other languages is worth half."""
ALWAYS_REVIEWED = frozenset(
    (
        "keyword_pile",
        "negated",
        "contradicted",
        "self_contradiction",
        "prompt_injection",
        "quote_not_found",
        STRANGE,
    )
)
MAX_QUOTE_CHARS = 1000


def grade(question: Question, answer: str, judgement: Judgement) -> Grade:
    """The grade that follows from a judgement; a quote that is not in the answer is not believed."""
    by_id = {finding.id: finding for finding in judgement.findings}
    findings = [by_id.get(item.id) or Finding(id=item.id, verdict="no") for item in question.rubric]
    checked = [believed(finding, answer) for finding in findings]
    flags = list(judgement.flags)
    if checked != findings:
        flags.append("quote_not_found")
    confidence = confidence_of(question, checked)
    if STRANGE in flags:
        confidence = round(confidence / 2, 4)
    if confidence < REVIEW_BELOW:
        flags.append("low_confidence")
    return Grade(
        score=score(question, checked),
        confidence=confidence,
        needs_review=confidence < REVIEW_BELOW or bool(ALWAYS_REVIEWED & set(flags)),
        flags=tuple(dict.fromkeys(flags))[:20],
        items=tuple(
            GradedItem(id=f.id, label=question.label(n), verdict=f.verdict, quote=f.quote)
            for n, f in enumerate(checked)
        ),
        feedback=feedback(question, checked, judgement.flags),
    )


def believed(finding: Finding, answer: str) -> Finding:
    """The finding, or a `no` where a verdict rests on words that the learner did not write."""
    if finding.verdict == "no":
        return finding if finding.quote is None else finding.model_copy(update={"quote": None})
    if finding.quote and finding.quote in answer and len(finding.quote) <= MAX_QUOTE_CHARS:
        return finding
    return finding.model_copy(update={"verdict": "no", "quote": None, "certainty": 0.0})


def score(question: Question, findings: list[Finding]) -> float:
    """The share of the rubric's weight that was earned: partly is half."""
    whole = sum(item.weight for item in question.rubric)
    earned = sum(i.weight * WORTH[f.verdict] for i, f in zip(question.rubric, findings, strict=True))
    return round(earned / whole, 4)


def confidence_of(question: Question, findings: list[Finding]) -> float:
    """The mean certainty by weight: 0 to 1."""
    whole = sum(item.weight for item in question.rubric)
    sure = sum(i.weight * f.certainty for i, f in zip(question.rubric, findings, strict=True))
    return round(sure / whole, 4)
