"""What a grader found, before any score: a verdict for each point, with the learner's own words."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from traclearn_contracts.models import ConfidenceCalibration, GradedItem, Remark, RubricItem

Verdict = Literal["yes", "partly", "no"]


class Finding(BaseModel):
    """One point's verdict. `quote` and `against` are words of the answer, character for character."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    verdict: Verdict
    quote: str | None = None
    against: str | None = Field(default=None, description="Words that say the opposite of the point.")
    reason: str = Field(
        default="", description="Why, in a sentence to the learner; shown where it gives nothing away."
    )
    certainty: float = Field(default=1.0, ge=0, le=1, description="How likely the verdict is right.")
    ruling: UUID | None = Field(default=None, description="Of the author's that the verdict follows.")


class Overall(BaseModel):
    """What the answer as a whole is worth beside the whole reference: next to points a second voice."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    likelihood: float = Field(ge=0, le=1, description="That a teacher would call the answer right.")
    score: float = Field(
        ge=0, le=1, description="What such an answer gets; teachers are kinder than the likelihood."
    )


class Judgement(BaseModel):
    """All that the score is computed from, as JSON: it is stored before anything follows from it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    findings: tuple[Finding, ...]
    flags: tuple[str, ...] = ()
    overall: Overall | None = None


class Grade(BaseModel):
    """The result for one answer; `score` is 0 to 1."""

    model_config = ConfigDict(frozen=True)

    score: float
    confidence: float
    needs_review: bool
    flags: tuple[str, ...]
    items: tuple[GradedItem, ...]
    feedback: str
    remarks: tuple[Remark, ...] = ()
    calibration: ConfidenceCalibration | None = None


def nothing(points: tuple[RubricItem, ...], flag: str, certainty: float) -> Judgement:
    """No point is met, for the reason `flag`."""
    findings = tuple(Finding(id=item.id, verdict="no", certainty=certainty) for item in points)
    return Judgement(findings=findings, flags=(flag,))
