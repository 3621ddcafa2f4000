"""How authors have a course's answers graded counts for those that follow."""

from datetime import UTC, datetime

from traclearn_contracts.events import Event
from traclearn_contracts.models import CourseChangedV1
from traclearn_worker import Work

from grader.application.ports import Store
from grader.domain.course import course_of
from grader.domain.spending import waiting_for


async def change_course(event: Event[CourseChangedV1], work: Work[Store]) -> list[Event]:
    """Answers that wait for a budget are tried again: the course may have another one now, or none at all."""
    await (await work.write()).save_course(course_of(event))
    await work.unpark(waiting_for(datetime.now(UTC).date()))
    return []
