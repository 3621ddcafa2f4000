"""A model on this machine in a process of its own: it takes neither the caller's interpreter nor its life."""

from collections.abc import Callable, Sequence
from threading import Lock

from traclearn_hosted import ModelDown

from traclearn_embedding.errors import EmbedderCrashed, NoAnswer
from traclearn_embedding.port import Embedder, Vectors
from traclearn_embedding.process import EmbeddingProcess

START_TIMEOUT_S = 60.0
"""For a process to import and read its model, which is a second of work; the machine may be busy."""
CALL_TIMEOUT_S = 30.0
"""For one call: 64 passages are half a second of work."""
REST_S = 15.0


class SubprocessEmbedder:
    """An Embedder that has another process embed; safe to share between threads, one call at a time.

    `make` builds `here` once more over there; it must be picklable, as a partial of a class method is.
    The process starts with the first call, ends with the caller's however that ends, and is replaced when it
    ends or hangs.
    """

    def __init__(self, here: Embedder, make: Callable[[], Embedder], seconds: float = CALL_TIMEOUT_S) -> None:
        self._here = here
        self._make = make
        self._seconds = seconds
        self._lock = Lock()
        self._process: EmbeddingProcess | None = None

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
            except NoAnswer as no_answer:
                self._process = None
                if no_answer.timed_out:
                    raise ModelDown("The process that embeds did not answer.", REST_S) from no_answer
                raise EmbedderCrashed("The process that embeds ended over these texts.") from no_answer

    def close(self) -> None:
        """Ends the process; a call that is under way raises EmbedderCrashed."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _running(self) -> EmbeddingProcess:
        """One that has answered before: whatever ends it from now on has to do with what it is asked."""
        if self._process is None or not self._process.alive:
            self.close()
            try:
                process = EmbeddingProcess(self._make)
                process.ask([], START_TIMEOUT_S)
            except (NoAnswer, OSError) as error:
                raise ModelDown("No process that embeds can be started here.", REST_S) from error
            self._process = process
        return self._process
