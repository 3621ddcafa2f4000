"""Where the readers' process begins: `python -I -m traclearn_documents CONTROL SECONDS CPU MEMORY`.

CONTROL is the number of an open socket, over which connections come. A connection brings one line of JSON,
`{"path", "name", "type"}`, and gets a line as in `protocol`.
"""

import contextlib
import json
import logging
import socket
import sys
import traceback
import warnings
from functools import partial
from pathlib import Path

from traclearn_documents import protocol
from traclearn_documents.confinement import Limits, confine
from traclearn_documents.errors import Rejected
from traclearn_documents.fork_server import ForkServer


def main() -> None:
    control, seconds, cpu, memory = map(int, sys.argv[1:])
    warnings.simplefilter("ignore")
    logging.disable()
    with socket.socket(fileno=control) as connection:
        ForkServer(connection, partial(serve, Limits(seconds, cpu, memory))).serve()


def serve(limits: Limits, caller: socket.socket) -> None:
    """Reads one document for one caller. Runs in a process of its own, which then ends."""
    with caller.makefile("rb") as lines:
        request = json.loads(lines.readline())
    confine(limits)
    caller.sendall(answer(request, limits))


def answer(request: dict[str, str], limits: Limits) -> bytes:
    from traclearn_documents import reader

    try:
        return protocol.dump_document(
            reader.read_document(Path(request["path"]), request["name"], request["type"])
        )
    except Rejected as rejected:
        return protocol.dump_rejection(rejected)
    except MemoryError:
        detail = (
            f"Reading it takes more than {limits.memory >> 20:,} MiB of memory. Split it, or save it without "
            "pictures and embedded files."
        )
        return protocol.dump_rejection(Rejected("bomb", detail))
    except RecursionError:
        detail = (
            "It is nested too deeply to be read. Save it again with the program that it was written with."
        )
        return protocol.dump_rejection(Rejected("broken", detail))
    except Exception as error:
        return protocol.dump_rejection(_broken(error))


def _broken(error: Exception) -> Rejected:
    """An unforeseen failure; operators see where, not what, since a message may quote the document."""
    with contextlib.suppress(OSError):  # where standard error is a file, it cannot be written any more
        traceback.print_tb(error.__traceback__)
        print(type(error).__name__, file=sys.stderr, flush=True)
    detail = (
        f"The file is damaged, or uses something that is not understood ({type(error).__name__}). Open it in "
        "the program that it was written with, save it again, and upload that file; a PDF of it works too."
    )
    return Rejected("broken", detail)


if __name__ == "__main__":
    main()
