"""Whether a second grader, which has not seen the first, comes to the same."""

from traclearn_contracts.models import AppealAssessedV1, Provenance

from grader.domain.judgement import Grade
from grader.domain.lessons.past_answer import SAME_SCORE, MachineGrade
from grader.domain.voices import RANK

OPPOSITE = 2
"""Ranks between yes and no."""


def is_same(first: MachineGrade, second: Grade) -> bool:
    """Near in score, and on no point the opposite."""
    ranks = {id_: RANK[verdict] for id_, verdict in first.verdicts.items()}
    apart = [abs(ranks[item.id] - RANK[item.verdict]) for item in second.items if item.id in ranks]
    return abs(first.score - second.score) <= SAME_SCORE and max(apart, default=0) < OPPOSITE


def assessed(
    appeal: AppealAssessedV1, first: MachineGrade, second: Grade, grader: str, provenance: Provenance
) -> AppealAssessedV1:
    """The appeal after the second look; before it was one without a second voice."""
    same = is_same(first, second)
    return appeal.model_copy(
        update={
            "outcome": "stands" if same else "to_author",
            "why": "second_agrees" if same else "second_differs",
            "score": second.score,
            "items": list(second.items),
            "grader": grader,
            "provenance": provenance,
        }
    )
