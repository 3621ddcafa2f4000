"""From an answer to its grade, whoever grades."""

from dataclasses import dataclass

from traclearn_contracts.models import Provenance

from grader.application.panel import Call, Panel
from grader.application.ports import Grader, Reply
from grader.domain import guards, scoring
from grader.domain.judgement import Grade
from grader.domain.question import Question

BY_RULE = Provenance(provider="offline", model="guards")
"""What is no answer reaches no grader."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A grade and whose it is. `failure` as `grader.application.panel.Opinion` has it."""

    grade: Grade
    grader: Grader
    provenance: Provenance
    failure: Exception | None = None


async def assess(panel: Panel, question: Question, answer: str, call: Call) -> Assessment:
    """The guards judge first. The score follows from verdicts."""
    refused = guards.judged(question, answer, any_language=panel.has_models)
    if refused:
        return Assessment(scoring.grade(question, answer, refused), panel.offline, BY_RULE)
    opinion = await panel.judge(question, answer, call)
    judgement = opinion.judgement
    if panel.has_models and opinion.grader is panel.offline:  # which knows English alone
        judgement = guards.judged(question, answer) or judgement
    grade = scoring.grade(question, answer, judgement, guards.flags(question, answer))
    return Assessment(grade, opinion.grader, opinion.provenance, opinion.failure)


def directly(question: Question, answer: str) -> Call:
    """Keeps no reply: for callers without the runtime."""

    async def call(grader: Grader) -> Reply:
        return await grader.ask(question, answer, "")

    return call
