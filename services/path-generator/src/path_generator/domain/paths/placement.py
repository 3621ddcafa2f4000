"""Where the passage of each step is now: a step follows the words that it teaches, not the chunk that had
them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from path_generator.domain.paths.proposal import Located


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """`document` and `chunk` are those in which its passage was seen last."""

    path: UUID
    step: UUID
    document: UUID
    chunk: str
    content: str | None
    """The passage's `content_digest`; None where it is not known, and the chunk alone is followed."""
    retired: bool = False
    """Whether the passage is not in the material."""
    moved: Located | None = None
    """Where it stands, once it is elsewhere than it was proposed with."""


@dataclass(frozen=True, slots=True)
class PassageLocations:
    """What the corpus had when it was asked for some steps' passages."""

    asked: frozenset[str]
    """Chunks, whether there or not."""
    live: frozenset[str]
    """Those of them that are there."""
    copies: Mapping[str, Sequence[Located]]
    """By digest: live passages that say the same as one that is not there."""

    def placed(self, step: PlacedStep) -> PlacedStep:
        """The step as it is now; as it was, if nobody asked for its chunk."""
        if step.chunk not in self.asked:
            return step
        if step.chunk in self.live:
            return replace(step, retired=False)
        found = _nearest(step, self.copies.get(step.content or "", ()))
        if found is None:
            return replace(step, retired=True)
        passage = found.passage
        return replace(step, document=UUID(passage.document), chunk=passage.chunk, retired=False, moved=found)


def _nearest(step: PlacedStep, copies: Sequence[Located]) -> Located | None:
    """First of its own document."""
    own = (copy for copy in copies if copy.passage.document == str(step.document))
    return next(own, next(iter(copies), None))
