"""What the handlers need of the world beside the database."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol
from uuid import UUID

from traclearn_corpus import Chunk
from traclearn_corpus.writing import CutOver, Receipt, Staged
from traclearn_documents import Document
from traclearn_embedding import Vectors

from indexer.domain.documents.material import Material


class Reader(Protocol):
    """Files into blocks, where a hostile one can do no harm."""

    async def read(self, path: Path, name: str, type: str | None) -> Document:
        """Raises Rejected."""


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

    All raise GraphAway while the graph cannot be reached.
    """

    async def live(self, document: UUID) -> Sequence[Chunk]:
        """The chunks that readers find now, in order."""

    async def stage(self, material: Material) -> Staged:
        """Puts a revision beside the live one, seen by nobody; says which chunks have no vector yet."""

    async def put(self, vectors: Mapping[str, Sequence[float]]) -> None: ...

    async def cut_over(self, document: UUID, revision: int) -> CutOver:
        """Readers find this revision from now on, unless they find a later one or none any more."""

    async def remove(self, document: UUID, revision: int) -> Receipt:
        """Readers find no revision up to this one any more, whatever still comes of them."""

    async def model(self) -> str:
        """Whose vectors readers search."""

    async def recipe(self) -> str:
        """Of the same bytes by the same recipe nothing new would come."""


class Object(Protocol):
    """What came with the bytes. `name` and `owner` are empty where nobody granted the upload."""

    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def owner(self) -> str: ...


class Objects(Protocol):
    """The originals."""

    def fetched(self, key: str, version: str) -> AbstractAsyncContextManager[tuple[Path, Object]]:
        """The object in a file that is gone afterwards. Raises ObjectGone, Rejected."""

    async def said(self, key: str, version: str) -> Object:
        """What stands beside the object, without reading it (`sha256` is empty). Raises ObjectGone."""
