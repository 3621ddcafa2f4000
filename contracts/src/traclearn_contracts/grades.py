"""What a grade means to everybody who hears of it."""

from uuid import UUID, uuid5

from traclearn_contracts.events import Event

COMPLETED_SCORE = 0.8
"""The score (0–1) from which a ticket is completed and its concept mastered: four fifths of the rubric's
weight."""


def grade_id(event: Event) -> UUID:
    """Of the grade that an event tells of: the same in every service, and for every delivery."""
    return uuid5(event.metadata.event_id, f"{event.source}:{event.metadata.learner}")
