"""What became of one file."""

from dataclasses import asdict, dataclass, replace
from typing import Self

from traclearn_cli.author.files import LocalFile
from traclearn_cli.output import Fields, styled_state

SUCCESSFUL_STATES = frozenset({"unchanged", "ready"})
FINAL_STATES = SUCCESSFUL_STATES | {"rejected", "refused", "failed", "removed"}
STATE_WIDTH = 9


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

    @classmethod
    def of(cls, file: LocalFile) -> Self:
        return cls(path=str(file.path), name=file.name)

    @classmethod
    def failed(cls, file: LocalFile, reason: str, detail: str) -> Self:
        """Ended on this machine or at the storage, without a word of the service's."""
        return replace(cls.of(file), state="failed", reason=reason, detail=detail)

    def updated(self, summary: Fields) -> Self:
        """As the service shows the document now: our revision, or one that somebody brought later."""
        if summary["revision"] < self.revision or summary["state"] == "superseded":
            return self
        names = ("state", "revision", "reason", "detail", "chunks", "embedded")
        return replace(self, **{name: summary[name] for name in names})

    def as_fields(self) -> Fields:
        return asdict(self)

    def as_line(self) -> str:
        detail = self.detail or self.reason
        if self.state == "ready":
            detail = f"{self.chunks} chunks, {self.embedded} of them embedded now"
        return f"{styled_state(self.state, STATE_WIDTH)} {self.name}" + (f": {detail}" if detail else "")
