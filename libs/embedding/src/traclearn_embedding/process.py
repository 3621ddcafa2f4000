"""The process behind `SubprocessEmbedder`, from the caller's side; `__main__` is the other one.

It is no `multiprocessing.Process`: that one runs the caller's main module once more, and is joined at exit.
"""

import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from threading import Timer

from traclearn_embedding.errors import NoAnswer
from traclearn_embedding.port import Embedder, Vectors


class EmbeddingProcess:
    """Embeds for one caller, and ends when that one closes the connection or is no more."""

    def __init__(self, make: Callable[[], Embedder]) -> None:
        """Raises OSError when there can be no process: no memory, no file left to open."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "traclearn_embedding", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                pass_fds=[theirs.fileno()],
            )
        self._connection = Connection(ours.detach())
        self._connection.send_bytes(pickle.dumps(make))

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, texts: list[str], seconds: float) -> Vectors:
        """Raises what the embedder raises, or NoAnswer; after that the process is gone."""
        watch = Timer(seconds, self._process.kill)  # it ends whatever hangs, sending and a half answer too
        watch.daemon = True
        watch.start()
        try:
            self._connection.send(texts)
            vectors, error = self._connection.recv()
        except (EOFError, OSError) as broken:
            timed_out = not watch.is_alive()
            self.end()
            raise NoAnswer(timed_out) from broken
        finally:
            watch.cancel()
        if error is not None:
            raise error
        answer: Vectors = vectors
        return answer

    def end(self) -> None:
        """At once; whoever waits for an answer, with the connection in hand, hears that there is none."""
        self._process.kill()
        self._process.wait()
