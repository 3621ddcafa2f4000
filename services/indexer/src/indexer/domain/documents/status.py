"""How a revision stands, and what its document has come to meanwhile."""

from dataclasses import dataclass

from indexer.domain.documents.identity import Source
from indexer.domain.documents.revision import FINAL, State


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """What the database knows of one revision."""

    source: Source
    state: State
    reason: str | None = None
    live_revision: int | None = None
    removed_revision: int = 0

    @property
    def settled(self) -> bool:
        """Nothing is left to do. What failed by our own fault may be tried again by a replay."""
        return self.state in FINAL and self.reason != "failed"

    @property
    def outdated(self) -> bool:
        """A later revision, or the removal, was faster."""
        return self.source.revision <= max(self.removed_revision, (self.live_revision or 0) - 1)
