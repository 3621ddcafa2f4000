"""From verdicts to the grade: plain arithmetic that anybody can redo by hand."""

from collections.abc import Sequence

from traclearn_contracts.models import ConfidenceCalibration, GradedItem, Remark
from traclearn_contracts.remarks import prose, say

from grader.domain.feedback import remarks_on
from grader.domain.hints.disclosure import gives_away
from grader.domain.judgement import Finding, Grade, Judgement
from grader.domain.lessons.calibration import Calibration
from grader.domain.question import Question

WORTH = {"yes": 1.0, "partly": 0.5, "no": 0.0}
REVIEW_BELOW = 0.65
"""Confidence in the whole answer's verdict under which a person is asked to look."""
REVIEW_POINTS_BELOW = 0.75
"""The same for the mean of a rubric's points: below, half of the scores in `tests/cases.jsonl` are off."""
HALF = 0.5
MIN_LIKELIHOOD = 0.4
"""Where the points earn half and the whole answer is less likely right than this, a person looks. Twice as
many of these scores are off in `tests/cases.jsonl` as of the others; the mere distance tells nothing."""
LIKELY = 0.65
"""From here on the whole answer is called right, as `lines` of the offline grader has it."""
REVIEWED = frozenset(
    (
        "keyword_pile",
        "question_echoed",
        "too_long",
        "copied",
        "alternatives",
        "negated",
        "contradicted",
        "self_contradiction",
        "prompt_injection",
        "quote_not_found",
        "voices_differ",
        "other_language",
        "low_confidence",
    )
)
NEVER_FULL = frozenset(("too_long", "alternatives", "self_contradiction", "keyword_pile"))
"""What says everything says nothing, and words alone say little: until a person has looked a point is met in
part at most."""
MAX_QUOTE_CHARS = 1000
MAX_REASON_CHARS = 500
MAX_FEEDBACK_CHARS = 20_000
"""As the contract has it."""
LOOK_AGAIN = say(Remark(code="look_again"))
"""The reason of an item that the answer seems to contradict, for who reads no remarks."""


def grade(
    question: Question,
    answer: str,
    judgement: Judgement,
    noticed: Sequence[str] = (),
    calibration: Calibration | None = None,
) -> Grade:
    """The grade that follows from a judgement and what the guards noticed; as sure as `calibration` knows it.

    A quote that is not in the answer is not believed; no flag raises a score.
    """
    findings = findings_of(question, judgement)
    checked = [believed(finding, answer) for finding in findings]
    flags = [*judgement.flags, *noticed]
    if checked != findings:
        flags.append("quote_not_found")
    capped = bool(NEVER_FULL & set(flags))
    if capped:
        checked = [halved(finding) for finding in checked]
    if differ(question, checked, judgement):
        flags.append("voices_differ")
    own = confidence_of(question, checked)
    confidence = round(calibration.confidence(own), 4) if calibration else own
    if confidence < (REVIEW_POINTS_BELOW if question.rubric else REVIEW_BELOW):
        flags.append("low_confidence")
    review = bool(REVIEWED & set(flags))
    shown = [discreet(marked(finding), question, answer) for finding in checked]
    remarks = remarks_on(question, shown, flags, certain=not review)
    return Grade(
        score=score(question, checked, judgement, WORTH["partly"] if capped else 1.0),
        confidence=confidence,
        needs_review=review,
        flags=tuple(dict.fromkeys(flags))[:20],
        items=tuple(
            GradedItem(
                id=f.id,
                label=question.label(n),
                verdict=f.verdict,
                quote=f.quote,
                reason=reason_of(f),
                ruling=f.ruling,
            )
            for n, f in enumerate(shown)
        ),
        feedback=prose(remarks)[:MAX_FEEDBACK_CHARS],
        remarks=remarks,
        calibration=calibration and ConfidenceCalibration(answers=calibration.answers, own_confidence=own),
    )


def findings_of(question: Question, judgement: Judgement) -> list[Finding]:
    """One for each point: what a judgement does not speak of is not shown, and nobody is sure of it."""
    by_id = {finding.id: finding for finding in judgement.findings}
    return [
        by_id.get(point.id) or Finding(id=point.id, verdict="no", certainty=0.0) for point in question.points
    ]


def believed(finding: Finding, answer: str) -> Finding:
    """The finding, or a `no` where a verdict rests on words that the learner did not write."""
    if finding.verdict == "no":
        return finding if finding.quote is None else finding.model_copy(update={"quote": None})
    if finding.quote and finding.quote in answer and len(finding.quote) <= MAX_QUOTE_CHARS:
        return finding
    return finding.model_copy(update={"verdict": "no", "quote": None, "certainty": 0.0})


def marked(finding: Finding) -> Finding:
    """What the answer seems to contradict is shown as met in part, and moves no score until a person looks.
    Of 59 such points in `tests/cases.jsonl` that the offline grader called met a person calls none so."""
    return halved(finding) if finding.against else finding


def discreet(finding: Finding, question: Question, answer: str) -> Finding:
    """Without a reason that gives the full answer away."""
    told = finding.reason and gives_away(finding.reason, question, answer)
    return finding.model_copy(update={"reason": ""}) if told else finding


def reason_of(finding: Finding) -> str | None:
    """A point that the answer seems to contradict says so."""
    return (LOOK_AGAIN if finding.against else finding.reason)[:MAX_REASON_CHARS] or None


def halved(finding: Finding) -> Finding:
    return finding.model_copy(update={"verdict": "partly"}) if finding.verdict == "yes" else finding


def score(question: Question, findings: Sequence[Finding], judgement: Judgement, most: float) -> float:
    """The share of the rubric's weight that was earned; without a rubric what the whole answer is worth."""
    if question.rubric or judgement.overall is None:
        return share(question, findings)
    return round(min(judgement.overall.score, most), 4)


def share(question: Question, findings: Sequence[Finding]) -> float:
    """Partly is half."""
    whole = sum(item.weight for item in question.points)
    earned = sum(i.weight * WORTH[f.verdict] for i, f in zip(question.points, findings, strict=True))
    return round(earned / whole, 4)


def differ(question: Question, findings: Sequence[Finding], judgement: Judgement) -> bool:
    """Whether the points say that much is right and the whole answer says that it is not. Or the other way
    round, where its author named several full answers: points are those of one way to be right."""
    if not question.rubric or judgement.overall is None:
        return False
    earned, likelihood = share(question, findings), judgement.overall.likelihood
    if question.further_references and earned <= HALF and likelihood >= LIKELY:
        return True
    return earned >= HALF and likelihood < MIN_LIKELIHOOD


def confidence_of(question: Question, findings: Sequence[Finding]) -> float:
    """The mean certainty by weight: 0 to 1."""
    whole = sum(item.weight for item in question.points)
    sure = sum(i.weight * f.certainty for i, f in zip(question.points, findings, strict=True))
    return round(sure / whole, 4)
