"""A person has graded an answer that says nearly the same: this one gets their verdicts."""

from grader.domain.judgement import Finding, Judgement, Verdict
from grader.domain.lessons.past_answer import PersonGrade
from grader.domain.scoring import MAX_QUOTE_CHARS
from grader.domain.voices import RANK

CERTAINTY = 0.9
"""Share of the answers in the training part of SemEval-2013 task 7 that have the mark of an earlier one which
says nearly the same, by `similarity.RULED_LIKENESS`."""


def follow_precedent(judgement: Judgement, answer: str, person: PersonGrade, *, flagged: bool) -> Judgement:
    """Each point of which the person said something. An answer that a guard has flagged rises by none."""
    findings = tuple(
        followed(finding, answer, verdict, flagged=flagged)
        if (verdict := person.verdict_on(finding.id))
        else finding
        for finding in judgement.findings
    )
    return judgement.model_copy(update={"findings": findings})


def followed(finding: Finding, answer: str, verdict: Verdict, *, flagged: bool) -> Finding:
    rise = RANK[verdict] - RANK[finding.verdict]
    if rise > 0 and flagged:
        return finding
    quote = finding.quote or answer.strip()[:MAX_QUOTE_CHARS]
    changed = {"quote": quote if verdict != "no" else None, "against": None, "reason": ""} if rise else {}
    return finding.model_copy(update={"verdict": verdict, "certainty": CERTAINTY, **changed})
