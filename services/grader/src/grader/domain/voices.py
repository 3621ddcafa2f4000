"""Where two graders judge the same answer: how far they agree, and how sure that makes the verdict."""

from collections.abc import Sequence

from grader.domain.judgement import Finding, Judgement, Verdict
from grader.domain.question import Question
from grader.domain.scoring import LIKELY, findings_of, share

MAX_DISTANCE = 0.25
"""Of two scores: further apart, a stronger grader or a person looks."""
RANK: dict[Verdict, int] = {"no": 0, "partly": 1, "yes": 2}
CERTAINTY = (0.95, 0.75, 0.5)
"""Of a verdict whose other voice says the same, the next one, the opposite. An assumption: no grades of
people stand behind it yet."""
SURE = 0.85
"""Of the offline grader's `no`: on the tuning half of `tests/cases.jsonl` 2 in 100 points that are there are
missed so surely, and 43 in 100 that are not there."""
DIFFER = "voices_differ"


def are_apart(question: Question, one: Judgement, other: Judgement) -> bool:
    return abs(_worth(question, one) - _worth(question, other)) > MAX_DISTANCE


def joined(question: Question, judgement: Judgement, other: Judgement) -> Judgement:
    """The first one's verdicts, as sure as the other agrees with them."""
    mine, others = findings_of(question, judgement), findings_of(question, other)
    sure = [CERTAINTY[abs(RANK[a.verdict] - RANK[b.verdict])] for a, b in zip(mine, others, strict=True)]
    findings = [
        finding.model_copy(update={"certainty": min(certainty, finding.certainty)})
        for finding, certainty in zip(mine, sure, strict=True)
    ]
    flags: Sequence[str] = (DIFFER,) if are_apart(question, judgement, other) else ()
    return judgement.model_copy(
        update={"findings": tuple(findings), "flags": tuple({*judgement.flags, *flags})}
    )


def bounded(question: Question, judgement: Judgement, own: Judgement, *, ordered: bool) -> Judgement:
    """The judgement of a language model, kept in bounds by the offline grader's.

    Where that is sure that a point is missing, the model's `yes` counts in part until a person has looked.
    `ordered`: the answer gives orders to its grader, so only what both find counts.
    """
    mine, others = findings_of(question, judgement), findings_of(question, own)
    found = [_bounded(a, b, ordered=ordered) for a, b in zip(mine, others, strict=True)]
    return _changed(judgement, mine, found)


def _bounded(mine: Finding, other: Finding, *, ordered: bool) -> Finding:
    verdict = mine.verdict
    if ordered and RANK[other.verdict] < RANK[verdict]:
        verdict = other.verdict
    elif verdict == "yes" and other.verdict == "no" and other.certainty >= SURE:
        verdict = "partly"
    return _with_verdict(mine, verdict)


def confirmed(question: Question, judgement: Judgement, own: Judgement, again: Judgement | None) -> Judgement:
    """What a model finds beyond the offline grader (`own`) counts as far as its evidence alone shows it.

    `again` is the model's reading of that evidence. Where there is none, and of a point of which it says
    nothing, what `own` finds stands.
    """
    mine, others = findings_of(question, judgement), findings_of(question, own)
    read = {finding.id: finding.verdict for finding in again.findings} if again else {}
    found = [
        _with_verdict(a, _between(b.verdict, read.get(a.id, b.verdict), a.verdict))
        for a, b in zip(mine, others, strict=True)
    ]
    return _changed(judgement, mine, found)


def _between(least: Verdict, verdict: Verdict, most: Verdict) -> Verdict:
    """`verdict` within the two; `most` where that is the lower one: nobody is raised."""
    return min(max(verdict, least, key=RANK.__getitem__), most, key=RANK.__getitem__)


def like_a_full_answer(question: Question, judgement: Judgement, own: Judgement) -> Judgement:
    """With the offline grader's word that the answer is like one of several full ones: a rubric's points are
    those of one way to be right, for a language model too."""
    several = question.rubric and question.further_references
    if several and own.overall is not None and own.overall.likelihood >= LIKELY:
        return judgement.model_copy(update={"overall": own.overall})
    return judgement


def _changed(judgement: Judgement, before: Sequence[Finding], after: Sequence[Finding]) -> Judgement:
    """With the other findings, and the flag that says so."""
    if list(before) == list(after):
        return judgement
    flags = tuple(dict.fromkeys((*judgement.flags, DIFFER)))
    return judgement.model_copy(update={"findings": tuple(after), "flags": flags})


def _with_verdict(finding: Finding, verdict: Verdict) -> Finding:
    if verdict == finding.verdict:
        return finding
    quote = None if verdict == "no" else finding.quote
    return finding.model_copy(update={"verdict": verdict, "quote": quote})


def _worth(question: Question, judgement: Judgement) -> float:
    """Of the whole answer where that was judged for itself, else of its points."""
    if judgement.overall is not None and not question.rubric:
        return judgement.overall.likelihood
    return share(question, findings_of(question, judgement))
