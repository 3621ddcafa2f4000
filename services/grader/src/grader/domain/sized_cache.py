"""Results that are kept by what they take, not by their number: a text may be a word or 20,000 characters."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")
CHAR_BYTES, WIDE_CHAR_BYTES, ENTRY_BYTES = 2, 4, 500
"""What a character of a text, one of a text with emoji, and an entry beside it take, by `tracemalloc`."""


def text_bytes(text: str) -> int:
    """What a text takes that is kept, without what was found in it."""
    is_wide = not text.isascii() and max(text) > "\uffff"
    return ENTRY_BYTES + (WIDE_CHAR_BYTES if is_wide else CHAR_BYTES) * len(text)


class SizedCache(Generic[Result]):
    """Calls `function` for a text once while it is kept; what was not asked for longest goes first. Safe to
    share between threads, of which two may work at the same text."""

    def __init__(
        self, function: Callable[[str], Result], size_of: Callable[[str, Result], int], max_bytes: int
    ) -> None:
        """`size_of`: bytes that a text and its result take. What alone takes more than a quarter of
        `max_bytes` is not kept."""
        self._function = function
        self._size_of = size_of
        self._max_bytes = max_bytes
        self._kept: OrderedDict[str, Result] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0

    def __call__(self, text: str) -> Result:
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        found = self._function(text)
        if (size := self._size_of(text, found)) <= self._max_bytes // 4:
            with self._lock:
                self._keep(text, found, size)
        return found

    def __len__(self) -> int:
        return len(self._kept)

    def _keep(self, text: str, found: Result, size: int) -> None:
        if text in self._kept:
            return
        self._kept[text] = found
        self.bytes += size
        while self.bytes > self._max_bytes:
            self.bytes -= self._size_of(*self._kept.popitem(last=False))
