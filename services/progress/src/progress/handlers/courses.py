"""Courses: how authors have them taught."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import CourseChangedV1

from progress.application.ports import Store
from progress.domain.change import Change
from progress.domain.course import course_of


async def project_course(event: Event[CourseChangedV1], own: Change, store: Store) -> list[Change]:
    await store.lock_ticket(None)
    await store.save_course(course_of(event))
    return [own]
