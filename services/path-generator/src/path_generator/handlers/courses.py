"""How authors have a course taught counts for the paths that follow."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import CourseChangedV1
from traclearn_worker import Work

from path_generator.application.ports import Store
from path_generator.domain.course import course_of


async def change_course(event: Event[CourseChangedV1], work: Work[Store]) -> list[Event]:
    await (await work.write()).save_course(course_of(event))
    return []
