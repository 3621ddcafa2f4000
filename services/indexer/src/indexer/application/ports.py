"""What the service needs of the world: a port for each adapter."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from traclearn_corpus import Chunk, Decision
from traclearn_corpus.writing import CutOver, FormerDecision, Receipt, Staged
from traclearn_documents import Document
from traclearn_embedding import Vectors

from indexer.domain.concepts.author_decisions import AuthorDecisions, TaughtNames
from indexer.domain.concepts.concept_names import NameDecision
from indexer.domain.documents.identity import Origin, Source
from indexer.domain.documents.material import Material
from indexer.domain.documents.revision import State
from indexer.domain.documents.status import DocumentStatus
from indexer.domain.documents.upload import StoredObject, UploadGrant


class Store(Protocol):
    """One transaction. A revision that is settled stays as it is, whatever is reported of it later."""

    async def find_status(self, document: UUID, revision: int) -> DocumentStatus | None: ...

    async def find_newest(self, document: UUID) -> Source | None:
        """The newest revision of a document; None for one that was never seen."""

    async def ensure_revision(self, source: Source) -> DocumentStatus:
        """Writes document and revision where they are missing, as `uploaded`; where the revision stands."""

    async def save_file_facts(self, source: Source, **facts: Any) -> None:
        """What is learnt of the file itself: `size`, `sha256`, `type`, `object_version`."""

    async def save_progress(
        self, source: Source, state: State, done: int = 0, total: int = 0, detail: str = ""
    ) -> None:
        """How far it has come."""

    async def save_outcome(self, source: Source, state: State, **facts: Any) -> None:
        """Its end, with what is then known; `ready` makes it live unless a later one is, or the removal."""

    async def mark_removed(self, document: UUID, revision: int, receipt: dict[str, Any] | None) -> bool:
        """Sets the tombstone; with a receipt the removal is done. False if it was begun, or done, before."""

    async def mark_concepts_stale(self, *subjects: str) -> Mapping[str, int]:
        """Their concepts must be found anew; the count of each one's changes.

        Who did this waits for nobody who does it later: their rows are held until the end."""

    async def stale_subjects(self) -> list[tuple[str, int]]:
        """Subjects that changed since their concepts were found, with the count of their changes."""

    async def is_busy(self) -> bool:
        """Whether some document is being made teachable at present."""

    async def mark_concepts_current(self, subject: str, changed: int) -> None:
        """Their concepts are those of so many changes."""

    async def author_decisions(self, subject: str) -> AuthorDecisions:
        """All that authors ever decided in a subject."""

    async def append_edge_decision(self, decision: Decision) -> None:
        """Keeps it, as of now where it has no time of its own; the same at the same time is kept once."""

    async def append_name_decision(self, decision: NameDecision) -> None:
        """Keeps it, as of now."""

    async def append_revision(self, origin: Origin, name: str, owner: str, subject: str | None) -> Source:
        """The next revision of the document of that name, new or known, under its row's lock."""

    async def find_unchanged(self, document: UUID, sha256: str, recipe: str) -> int | None:
        """The live revision, if it was made of these bytes in this way and nothing newer is under way."""

    async def is_removed(self, document: UUID) -> bool:
        """Whether the tombstone stands over every revision but those that were only granted."""

    async def find_original(self, document: UUID) -> tuple[int, str] | None:
        """The newest revision whose bytes came, and their version in the bucket."""

    async def find_live_uploads(self) -> list[tuple[Source, str]]:
        """The revision of each upload that readers find, with its bytes' version in the bucket."""

    async def claim_overdue_removals(self, seconds: float) -> list[tuple[UUID, int]]:
        """Uploads whose removal is to be asked for again, each with the revision to hide in the bucket.

        Whoever gets them asks: they are due again after twice the time, in the end every 32 times `seconds`.
        Revisions appended since make no difference.
        """


Transactions = Callable[[], AbstractAsyncContextManager[Store]]


class Reader(Protocol):
    """Files into blocks, where a hostile one can do no harm."""

    async def read(self, path: Path, name: str, type: str | None) -> Document:
        """Raises Rejected, ReaderBusy, ReaderUnavailable."""


class Embedding(Protocol):
    """Passages into vectors."""

    @property
    def model(self) -> str:
        """Its id: vectors of another one never stand beside these."""

    @property
    def limit(self) -> int:
        """Tokens of a passage that count."""

    async def embed(self, passages: Sequence[str]) -> Vectors:
        """Raises ModelError."""

    def count(self, passage: str) -> int:
        """Blocks: for use off the event loop."""


class Corpus(Protocol):
    """What readers find. Every method may be called again after a crash and then does what is left.

    It speaks for this process's embedding model. All raise GraphAway while the graph cannot be reached.
    """

    async def open(self) -> None: ...

    async def live_chunks(self, document: UUID) -> Sequence[Chunk]:
        """The chunks that readers find now, in order."""

    async def stage(self, material: Material) -> Staged:
        """Puts a revision beside the live one, seen by nobody; says which chunks have no vector yet."""

    async def put_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None: ...

    async def cut_over(self, document: UUID, revision: int) -> CutOver:
        """Readers find this revision from now on, unless they find a later one or none any more."""

    async def remove(self, document: UUID, revision: int) -> Receipt:
        """Readers find no revision up to this one any more, whatever still comes of them."""

    async def sweep(self, older_than: timedelta) -> None:
        """Takes away staged revisions that nobody has touched for so long."""

    async def recipe(self) -> str:
        """Of the same bytes by the same recipe nothing new would come."""

    async def searched_model(self) -> str:
        """Whose vectors readers search."""

    async def awaits_model(self) -> bool:
        """Whether the corpus is changing over to this process's model."""

    async def missing_vectors(self, limit: int) -> list[tuple[str, str]]:
        """(chunk id, passage) of chunks without a vector of this process's model."""

    async def switch_model(self) -> None:
        """Readers search the new vectors from now on; the old ones go. Raises VectorsMissing."""


class ConceptGraphs(Protocol):
    """Concepts and prerequisites of the subjects."""

    async def refresh(self, subject: str) -> bool:
        """Finds and writes them; False when the subject moved on meanwhile and nothing was written."""

    async def taught_names(self, subject: str, *wanted: str) -> TaughtNames:
        """Those that were written last; where one of `wanted` is missing, those of the material as it is."""

    async def former_decisions(self) -> Sequence[FormerDecision]:
        """Authors' decisions that versions before kept here, the oldest first."""

    async def drop_former_decisions(self, former: Sequence[FormerDecision]) -> None:
        """They are kept elsewhere now."""


class ObjectStore(Protocol):
    """The originals. A key is written once; what is hidden stays as an older version.

    All but `grant` raise BucketAway while it does not answer.
    """

    @property
    def grant_seconds(self) -> int: ...

    async def grant(self, key: str, size: int, type_: str, name: str, owner: str) -> UploadGrant:
        """Lets whoever holds it write this key, of this size and type, for `grant_seconds`."""

    def fetch(self, key: str, version: str) -> AbstractAsyncContextManager[tuple[Path, StoredObject]]:
        """The object in a file that is gone afterwards. Raises ObjectGone, Rejected."""

    async def read_metadata(self, key: str, version: str) -> StoredObject:
        """What stands beside the object, without reading it (`sha256` is empty). Raises ObjectGone."""

    async def hide(self, key: str) -> None:
        """Puts a delete marker over it, of which S3 tells by an event. Again does no harm."""

    async def copy(self, key: str, version: str, to: str) -> None:
        """The same bytes and metadata under a new key. Raises ObjectGone."""
