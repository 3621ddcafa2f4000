"""A model on this machine in a process of its own: it takes neither the caller's interpreter nor its life."""

from collections.abc import Callable, Sequence
from threading import Lock

from traclearn_hosted import ModelDown

from traclearn_embedding.errors import EmbedderCrashed
from traclearn_embedding.port import Embedder, Vectors
from traclearn_embedding.process import Process, Silence

START_SECONDS = 60.0
"""For a process to import and read its model, which is a second of work; the machine may be busy."""
CALL_SECONDS = 30.0
"""For one call: 64 passages are half a second of work."""
REST = 15.0


class Separate:
    """An Embedder that has another process embed; safe to share between threads, one call at a time.

    `make` builds `here` once more over there; it must be picklable, as a partial of a class method is.
    The process starts with the first call, ends with the caller's however that ends, and is replaced when it
    ends or hangs.
    """

    def __init__(self, here: Embedder, make: Callable[[], Embedder], seconds: float = CALL_SECONDS) -> None:
        self._here = here
        self._make = make
        self._seconds = seconds
        self._lock = Lock()
        self._process: Process | None = None

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
        """As `here` does.

        Raises EmbedderCrashed when the process ended over it, ModelDown when it hangs or none can start.
        """
        with self._lock:
            process = self._running()
            try:
                return process.ask(list(texts), self._seconds)
            except Silence as silence:
                self._process = None
                if silence.late:
                    raise ModelDown("The process that embeds did not answer.", REST) from silence
                raise EmbedderCrashed("The process that embeds ended over these texts.") from silence

    def close(self) -> None:
        """Ends the process; a call that is under way raises EmbedderCrashed."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _running(self) -> Process:
        """One that has answered before: whatever ends it from now on has to do with what it is asked."""
        if self._process is None or not self._process.alive:
            self.close()
            try:
                process = Process(self._make)
                process.ask([], START_SECONDS)
            except (Silence, OSError) as error:
                raise ModelDown("No process that embeds can be started here.", REST) from error
            self._process = process
        return self._process
