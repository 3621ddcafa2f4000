"""What the learner reads: their own words, what is missing by its label, where to look. Never a criterion.

Praise follows from how likely the answer is right and how sure that is, never from the score: this is fitted
to teachers' marks, which are kind to wrong answers.
"""

from collections.abc import Iterable, Sequence

from grader.domain.judgement import Finding
from grader.domain.question import Question

MAX_SHOWN_QUOTE_CHARS = 200
"""Characters of a quote in the text; the items carry it whole."""
NO_ANSWER = {
    "empty": "There are no words in this answer yet. Write a sentence or two in your own words.",
    "no_attempt": "That's an honest answer. Write what you do remember, even a part earns marks.",
    "question_echoed": "This repeats the question. Now say in your own words what the answer is.",
    "keyword_pile": "These are words on the subject, but they don't say yet how they belong together. "
    "Make sentences of them.",
    "prompt_injection": "This speaks to the grader. Answer the question in your own words instead.",
    "other_language": "This seems to be in another language. Only English can be graded here by a machine.",
}
HINTS = {
    "too_long": "This is far longer than the question asks for. Say what matters, in your own words.",
    "copied": "This stands in the material word for word. Say it in your own words.",
    "alternatives": "This offers several answers to choose from. Decide on one.",
    "self_contradiction": "One sentence here says the opposite of another. Decide on one.",
}
LOOK_AGAIN = "Look again: is it the other way round?"
ALL_THERE = "Well done: your answer says everything that was asked for."
UNCERTAIN = "This grade is uncertain. A person is asked to look at it, and it may change."


def feedback(question: Question, findings: Sequence[Finding], flags: Sequence[str], *, certain: bool) -> str:
    """Plain text in short lines. `certain`: nobody is asked to look at the grade."""
    reason = next((flag for flag in flags if flag in NO_ANSWER), None)
    nothing = all(finding.verdict == "no" for finding in findings)
    lines = [NO_ANSWER[reason]] if reason and nothing else [opening(question, findings, certain)]
    if not certain:
        lines.append(UNCERTAIN)
    if not (reason and nothing):
        lines += [*remarks(question, findings), *(HINTS[flag] for flag in flags if flag in HINTS)]
    missing = [question.label(n) for n, f in enumerate(findings) if f.verdict == "no" and not f.against]
    if missing and question.rubric:
        lines.append(f"Not found yet: {listed(missing)}.")
    if any(finding.verdict != "yes" or finding.against for finding in findings):
        lines.extend(where(question))
    return "\n".join(lines)[:20000]


def opening(question: Question, findings: Sequence[Finding], certain: bool) -> str:
    found = [finding.verdict for finding in findings]
    weights = [point.weight for point in question.points]
    met = sum(weight for weight, verdict in zip(weights, found, strict=True) if verdict == "yes")
    if set(found) == {"yes"}:
        return ALL_THERE if certain else "This may be right."
    if set(found) == {"no"}:
        return "This doesn't answer the question yet."
    if met * 2 >= sum(weights) and certain:
        return "A good start."
    return "Some of the answer may be here."


def remarks(question: Question, findings: Sequence[Finding]) -> Iterable[str]:
    """A line for each point that the answer speaks of."""
    for n, finding in enumerate(findings):
        label = question.label(n)
        if finding.against:
            yield f"{label}: you wrote “{shown(finding.against)}”. {LOOK_AGAIN}"
        elif finding.verdict == "yes":
            yield f"{label}: yes, you wrote “{shown(finding.quote)}”."
        elif finding.verdict == "partly":
            more = finding.reason or "Say more about this."
            yield f"{label}: in part, where you wrote “{shown(finding.quote)}”. {more}"
        elif finding.reason:
            yield f"{label}: {finding.reason}"


def shown(quote: str | None) -> str:
    text = " ".join((quote or "").split()).rstrip(".")
    return text if len(text) <= MAX_SHOWN_QUOTE_CHARS else text[:MAX_SHOWN_QUOTE_CHARS].rstrip() + "…"


def listed(labels: Sequence[str]) -> str:
    return "; ".join(labels)


def where(question: Question) -> Iterable[str]:
    if question.sources:
        yield f"Read again: {listed([source.title for source in question.sources])}."
