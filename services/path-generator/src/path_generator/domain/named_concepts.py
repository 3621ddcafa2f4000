"""Which concepts a ticket's question names: who passes it has mastered them, as by a step of a path."""

from dataclasses import dataclass
from datetime import UTC, datetime

from traclearn_contracts.events import Event
from traclearn_contracts.models import QuestionPublishedV1

from path_generator.domain.text import name_of


@dataclass(frozen=True, slots=True)
class NamedConcepts:
    """What one revision of a question names. Of several the greatest holds, also where it names nothing."""

    ticket: int
    course: str | None
    """The subject whose concepts they are; without one they count nowhere."""
    concepts: tuple[str, ...]
    """As steps have names."""
    revision: int
    at: datetime

    @property
    def rank(self) -> tuple[int, datetime]:
        return self.revision, self.at


def named_concepts_of(event: Event[QuestionPublishedV1]) -> NamedConcepts:
    data = event.data
    names = tuple(dict.fromkeys(name_of(concept.root) for concept in data.concepts))
    return NamedConcepts(
        data.ticket, data.course, names, data.revision, event.metadata.occurred_at.astimezone(UTC)
    )
