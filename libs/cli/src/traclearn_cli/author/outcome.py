"""What became of one file."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

GOOD = frozenset({"unchanged", "ready"})
OVER = frozenset({"unchanged", "ready", "rejected", "refused", "failed", "removed"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of `--json`; `state` is the document's, or one of `unchanged`, `refused`, `failed`."""

    path: str
    name: str
    document: str | None = None
    revision: int | None = None
    state: str = "uploaded"
    reason: str | None = None
    detail: str | None = None
    chunks: int | None = None
    embedded: int | None = None

    def after(self, summary: dict[str, Any]) -> Self:
        """As the service shows the document now: our revision, or one that somebody brought later."""
        if summary["revision"] < self.revision or summary["state"] == "superseded":
            return self
        shown = {
            name: summary[name] for name in ("state", "revision", "reason", "detail", "chunks", "embedded")
        }
        return replace(self, **shown)

    def printed(self) -> dict[str, Any]:
        return asdict(self)

    def sentence(self) -> str:
        said = self.detail or self.reason
        if self.state == "ready":
            said = f"{self.chunks} chunks, {self.embedded} of them embedded now"
        return f"{self.state:<9} {self.name}" + (f": {said}" if said else "")
