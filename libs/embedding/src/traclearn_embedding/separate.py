"""A model on this machine in a process of its own: it takes neither the caller's interpreter nor its life."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from threading import Lock, Thread

from traclearn_embedding.errors import EmbedderCrashed
from traclearn_embedding.port import Embedder, Vectors

Make = Callable[[], Embedder]


class Separate:
    """An Embedder that has another process embed; safe to share between threads, a call at a time.

    `make` builds `here` once more over there; it must be picklable, as a partial of a class method is.
    The process starts with the first call, ends with the caller's however that ends, and starts anew
    after a crash.
    """

    def __init__(self, here: Embedder, make: Make) -> None:
        self._here = here
        self._make = make
        self._lock = Lock()
        self._pool = self._started()

    @property
    def model_id(self) -> str:
        return self._here.model_id

    @property
    def dimension(self) -> int:
        return self._here.dimension

    @property
    def max_tokens(self) -> int:
        return self._here.max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        return self._here.count(texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As `here` does. Raises EmbedderCrashed when the process ended over it."""
        pool = self._pool
        try:
            return pool.submit(_embed, list(texts)).result()
        except BrokenProcessPool as error:
            self._replace(pool)
            raise EmbedderCrashed("The embedder's process ended unexpectedly; it starts anew.") from error

    def _started(self) -> ProcessPoolExecutor:
        # Not forked: threads may hold locks. The executor ends its process when it is collected itself.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, context, initializer=_begin, initargs=(self._make,))

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = self._started()


_embedder: Embedder
"""The process's own; set there before the first call."""


def _begin(make: Make) -> None:
    global _embedder  # noqa: PLW0603 -- the one way in which an initializer can leave something
    Thread(target=_end_with_parent, daemon=True).start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # sent to the whole group; the parent decides
    _embedder = make()


def _embed(texts: list[str]) -> Vectors:
    return _embedder.embed(texts)


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
