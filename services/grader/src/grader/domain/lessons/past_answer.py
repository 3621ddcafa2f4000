"""An answer that was graded: what it said, what a machine found in it, and what a person says of it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from grader.domain.judgement import Verdict

RIGHT_SCORE = 0.9
"""Score of a person from which on an answer is right, where no point is less than met."""
WRONG_SCORE = 0.1
"""Score of a person up to which an answer that they said no more of is wrong in every point."""
SAME_SCORE = 0.25
"""How far a machine's score may be from a person's and count as the same."""


class TextVector(NamedTuple):
    """A text's vector by a model: float16, of length 1, as bytes. Those of two models never mix."""

    model: str
    values: bytes


class Agreement(NamedTuple):
    """How sure a machine's grade was by itself, and whether a person's is the same."""

    confidence: float
    is_same: bool


class KeptAnswer(BaseModel):
    """An answer under an attempt. Its event is `event_id`."""

    model_config = ConfigDict(frozen=True)

    ticket: int
    learner: str
    attempt: int
    event_id: UUID
    at: datetime
    text: str
    vector: TextVector | None = None
    group: UUID
    """Answers to one question that say nearly the same share it."""


class MachineGrade(BaseModel):
    """The latest grade by a machine. `confidence` is its own, before any calibration."""

    model_config = ConfigDict(frozen=True)

    revision: int
    score: float
    confidence: float
    grader: str
    verdicts: dict[str, Verdict]
    quotes: dict[str, str]
    """The learner's words by the points that they earned."""
    flags: tuple[str, ...] = ()


class PersonGrade(BaseModel):
    """The grade by a person that counts; a verdict for each point of which they said one."""

    model_config = ConfigDict(frozen=True)

    score: float
    verdicts: dict[str, Verdict] = {}
    rubric: str | None = None
    """`Question.fingerprint` of what was asked for."""

    @property
    def is_right(self) -> bool:
        return self.score >= RIGHT_SCORE and all(said == "yes" for said in self.verdicts.values())

    def verdict_on(self, item: str) -> Verdict | None:
        """Said of the point, or following from the score; None where neither tells."""
        if self.verdicts:
            return self.verdicts.get(item)
        return "yes" if self.score >= RIGHT_SCORE else "no" if self.score <= WRONG_SCORE else None


class PastAnswer(BaseModel):
    """An answer with its grades."""

    model_config = ConfigDict(frozen=True)

    answer: KeptAnswer
    machine: MachineGrade
    person: PersonGrade | None = None

    @property
    def score(self) -> float:
        """What counts for the attempt: a person's grade over a machine's."""
        return self.person.score if self.person else self.machine.score
