"""From an answer to its grade, whoever grades."""

from dataclasses import dataclass, replace

from traclearn_contracts.models import Provenance

from grader.application.panel import NO_RECEIPT, Call, Opinion, Panel, Receipt, opinion_of
from grader.application.ports import Grader, Reply
from grader.domain import scoring
from grader.domain.evidence import Evidence
from grader.domain.guards import flags as guards
from grader.domain.judgement import Grade
from grader.domain.lessons.learned import NOTHING_LEARNED, Learned
from grader.domain.lessons.precedent import follow_precedent
from grader.domain.lessons.ruling import follow_rulings
from grader.domain.question import Question
from grader.domain.voices import DIFFER

BY_RULE = Provenance(provider="offline", model="guards")
"""What is no answer reaches no grader."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A grade and whose it is. `failure` as `grader.application.panel.Opinion` has it."""

    grade: Grade
    grader: Grader
    provenance: Provenance
    failure: Exception | None = None
    receipt: Receipt = NO_RECEIPT


async def assess(
    panel: Panel, question: Question, answer: str, call: Call, learned: Learned = NOTHING_LEARNED
) -> Assessment:
    """The guards judge first, and rulings last, whoever graded. The score follows from verdicts."""
    refused = guards.judged(question, answer, any_language=panel.has_models)
    if refused:
        noticed = ("prompt_injection",) if guards.orders(question, answer) else ()
        about = (*noticed, *guards.source_flags(question))
        return Assessment(scoring.grade(question, answer, refused, about), panel.offline, BY_RULE)
    opinion = await panel.judge(question, answer, call)
    judgement = opinion.judgement
    if panel.has_models and opinion.grader is panel.offline:  # which knows English alone
        judgement = guards.judged(question, answer) or judgement
    return concluded(question, answer, replace(opinion, judgement=judgement), learned)


async def assess_by(
    grader: Grader, question: Question, answer: str, call: Call, learned: Learned = NOTHING_LEARNED
) -> Assessment:
    """By this grader alone, even where a guard would let nobody look. Raises what it raises."""
    return concluded(question, answer, await opinion_of(grader, question, answer, call), learned)


def concluded(question: Question, answer: str, opinion: Opinion, learned: Learned) -> Assessment:
    judgement = opinion.judgement
    foreign = guards.OTHER_LANGUAGE in judgement.flags
    noticed = guards.flags(question, answer, any_language=foreign or not opinion.grader.provisional)
    flagged = bool({*judgement.flags, *noticed} - {DIFFER})
    if opinion.grader.provisional and learned.precedent:  # a language model has read it in its prompt
        judgement = follow_precedent(judgement, answer, learned.precedent, flagged=flagged)
    judgement = follow_rulings(judgement, answer, learned.matches, flagged=flagged)
    about = (*noticed, *guards.source_flags(question))
    grade = scoring.grade(question, answer, judgement, about, learned.calibration)
    return Assessment(grade, opinion.grader, opinion.provenance, opinion.failure, opinion.receipt)


def directly(question: Question, answer: str) -> Call:
    """Keeps no reply: for callers without the runtime."""

    async def call(grader: Grader, evidence: Evidence | None = None) -> Reply:
        if evidence:
            return await grader.ask(evidence.question, evidence.text, "")
        return await grader.ask(question, answer, "")

    return call
