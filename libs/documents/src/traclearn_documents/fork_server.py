"""A process that has the readers' libraries loaded and forks one child for each document.

It never looks at a document itself: a child that a document harms takes nothing with it. It ends with its
worker.
"""

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
from collections.abc import Callable
from typing import NoReturn

from traclearn_documents.confinement import die_with

GONE = select.EPOLLRDHUP | select.EPOLLHUP


class ForkServer:
    """Takes connections from `control`; a child serves each, and its exit code follows as the last line."""

    def __init__(self, control: socket.socket, work: Callable[[socket.socket], None]) -> None:
        self._control, self._work = control, work
        self._children: dict[int, tuple[int, socket.socket]] = {}
        self._callers: dict[int, int] = {}
        self._cold = [f"{__package__}.reader"]
        self._poll = select.epoll()

    def serve(self) -> None:
        """Runs until the other end of `control` is closed; the children die with it."""
        self._poll.register(self._control, select.EPOLLIN)
        while True:
            for fd, _ in self._poll.poll(0 if self._cold else None):
                if fd == self._control.fileno():
                    _, fds, _, _ = socket.recv_fds(self._control, 1, 1)
                    if not fds:
                        return
                    self._start(socket.socket(fileno=fds[0]))
                elif fd in self._children:
                    self._finish(fd)
                elif fd in self._callers:
                    self._abandon(fd)
            if self._cold:
                self._load_next()

    def _load_next(self) -> None:
        """One module after another while nobody waits; a child that comes before loads what it needs."""
        module = importlib.import_module(self._cold.pop(0))
        self._cold += getattr(module, "FORMATS", ())
        gc.freeze()

    def _start(self, caller: socket.socket) -> None:
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError:
            caller.close()
            return
        if pid == 0:
            self._child(caller, parent)
        child = os.pidfd_open(pid)
        self._children[child] = (pid, caller)
        self._callers[caller.fileno()] = child
        self._poll.register(child, select.EPOLLIN)
        self._poll.register(caller, GONE)

    def _child(self, caller: socket.socket, parent: int) -> NoReturn:
        code = 1
        try:
            die_with(parent)
            self._poll.close()
            self._control.close()
            for _, other in self._children.values():
                other.close()  # else their callers would wait for this child's end too
            self._work(caller)
            code = 0
        finally:
            os._exit(code)

    def _abandon(self, caller: int) -> None:
        """Nobody waits for the answer any more. The child is not reaped yet, so that this hits no other."""
        signal.pidfd_send_signal(self._callers.pop(caller), signal.SIGKILL)
        self._poll.unregister(caller)

    def _finish(self, child: int) -> None:
        pid, caller = self._children.pop(child)
        if self._callers.pop(caller.fileno(), None) is not None:
            self._poll.unregister(caller)
        self._poll.unregister(child)
        os.close(child)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        caller.setblocking(False)
        with caller, contextlib.suppress(OSError):
            caller.sendall(b"%d\n" % code)
