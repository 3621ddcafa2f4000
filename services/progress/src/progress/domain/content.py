"""One document of the material, put together from what the indexer says of it in any order."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

Json = dict[str, Any]
Phase = Literal["uploaded", "reading", "embedding", "waiting", "rejected", "ready", "removed"]

END_RANKS: dict[Phase, int] = {"rejected": 1, "ready": 2, "removed": 3}
"""Of two ends of a revision the greater one counts: what was rejected by our own fault is tried again."""


@dataclass(frozen=True, slots=True)
class RevisionStatus:
    """How far a revision has come. `done` and `total` count chunks."""

    revision: int
    phase: Phase
    at: datetime
    name: str
    origin: Literal["upload", "wiki"]
    done: int = 0
    total: int = 0
    reason: str | None = None
    detail: str = ""

    @property
    def rank(self) -> tuple[int, int, datetime, Phase]:
        """An end over what is under way; of that the later, since waiting and embedding take turns."""
        return self.revision, END_RANKS.get(self.phase, 0), self.at, self.phase

    def merged_with(self, known: "RevisionStatus") -> "RevisionStatus":
        """The further one of two steps; what once was done of a revision stays done while it waits."""
        last = max(self, known, key=lambda step: step.rank)
        if self.revision != known.revision or last.phase in ("ready", "removed"):
            return last
        return replace(last, done=max(self.done, known.done), total=max(self.total, known.total))


@dataclass(frozen=True, slots=True)
class LiveRevision:
    """The revision that readers find. `dropped` counts parts of the document that no chunk holds."""

    revision: int
    at: datetime
    title: str
    subject: str
    type: str
    pages: int | None
    chunks: int
    embedded: int
    dropped: int
    model: str


@dataclass(frozen=True, slots=True)
class Removal:
    """Nothing up to `revision` is found any more; `receipt` counts what went."""

    revision: int
    at: datetime
    receipt: Json


@dataclass(frozen=True, slots=True)
class Content:
    """The facts of a document. `generation` is the greatest of the corpus that was told with it."""

    document: UUID
    newest: RevisionStatus
    live: LiveRevision | None = None
    removal: Removal | None = None
    generation: int | None = None

    def merged_with(self, known: "Content | None") -> "Content":
        """Both together. Order and repetition make no difference."""
        if known is None:
            return self
        removal = _latest(self.removal, known.removal)
        live = _latest(self.live, known.live)
        if live and removal and live.revision <= removal.revision:
            live = None
        generations = [each for each in (self.generation, known.generation) if each is not None]
        newest = self.newest.merged_with(known.newest)
        return Content(self.document, newest, live, removal, max(generations, default=None))


Fact = TypeVar("Fact", LiveRevision, Removal)


def _latest(one: Fact | None, other: Fact | None) -> Fact | None:
    return max(filter(None, (one, other)), key=lambda known: (known.revision, known.at), default=None)
