"""What a learner has mastered follows from grades."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1
from traclearn_worker import Work

from path_generator.application.ports import Store
from path_generator.domain.grade import grade_of


class Grades:
    """Handles AnswerGraded.v1 and GradeOverridden.v1, of all tickets: whose question a ticket has may become
    known later."""

    async def graded(self, event: Event[AnswerGradedV1], work: Work[Store]) -> list[Event]:
        await (await work.write()).save_grade(grade_of(event))
        return []

    async def overridden(self, event: Event[GradeOverriddenV1], work: Work[Store]) -> list[Event]:
        await (await work.write()).save_grade(grade_of(event))
        return []
