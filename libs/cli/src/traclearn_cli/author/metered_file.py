"""A file on its way."""

from collections.abc import Callable
from io import FileIO
from pathlib import Path


class MeteredFile(FileIO):
    """A file that is read in pieces and reports what share of it is through."""

    def __init__(self, path: Path, report: Callable[[float], None]) -> None:
        super().__init__(path)
        self._size = path.stat().st_size
        self._report = report

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size)
        self._report(self.tell() / self._size if self._size else 1)
        return data
