"""What a learner has mastered, and when it is to be reviewed, follows from grades."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1
from traclearn_worker import Work

from path_generator.application.events import review_events
from path_generator.application.ports import Store
from path_generator.application.reviewing import Reviewing
from path_generator.domain.grade import grade_of


class Grades:
    """Handles AnswerGraded.v1 and GradeOverridden.v1."""

    def __init__(self, reviewing: Reviewing) -> None:
        self._reviewing = reviewing

    async def graded(self, event: Event[AnswerGradedV1], work: Work[Store]) -> list[Event]:
        return review_events(event, await self._reviewing.add_grade(grade_of(event), await work.write()))

    async def overridden(self, event: Event[GradeOverriddenV1], work: Work[Store]) -> list[Event]:
        return review_events(event, await self._reviewing.add_grade(grade_of(event), await work.write()))
