"""`python -m traclearn_embedding NUMBER`: embeds for whoever holds the other end of that open socket.

First comes what makes the embedder, pickled, then lists of texts; each is answered by vectors or an error.
"""

import contextlib
import pickle
import signal
import sys
from multiprocessing.connection import Connection


def serve(connection: Connection) -> None:
    """Answers until the other end is closed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # sent to the whole group: the caller says when to end
    embedder = pickle.loads(connection.recv_bytes())()
    while True:
        texts = connection.recv()
        try:
            connection.send((embedder.embed(texts), None))
        except Exception as error:
            connection.send((None, error))


if __name__ == "__main__":
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        serve(Connection(int(sys.argv[1])))
