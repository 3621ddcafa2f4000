# -*- coding: utf-8 -*-
"""How long a text may take to render, in seconds of its own thread.

CPU seconds, not the clock's: a page must not fail because others keep the
machine busy.
"""

import threading
import time
from contextlib import contextmanager

#: `getrusage` of the calling thread (Linux); Python 2.7 has no name for it.
RUSAGE_THREAD = 1
#: A text that takes longer, and the texts of a page that took longer, wait
#: for their turn: one at a time in a process...
QUICK_S, QUICK_PAGE_S = 0.2, 1.0
#: ... and for this long at most, in seconds of the clock.
MAX_WAIT_S = 5
#: Then it sleeps as long as it has worked, each time it has worked so long.
#: CPython 2.7's interpreter lock is not fair: who only computes takes it
#: again before a waiting thread wakes up.
SLICE_S = 0.02

_turn = threading.Lock()


def _find_clock():
    try:
        import resource
        resource.getrusage(RUSAGE_THREAD)
    except (ImportError, ValueError):
        return time.time

    def thread_seconds():
        usage = resource.getrusage(RUSAGE_THREAD)
        return usage.ru_utime + usage.ru_stime
    return thread_seconds


cpu_seconds = _find_clock()


class RenderingTimeout(BaseException):
    """A text took too long.

    `line` is the one at which that was found, if any; `column` is where in
    it, if that line alone is too much. No `Exception`: Trac shows those of a
    macro or processor inside of the text and goes on with the rest.
    """

    def __init__(self, line=None, column=None):
        BaseException.__init__(self)
        self.line, self.column = line, column


class RenderingBusy(RenderingTimeout):
    """Other texts took so long that it never was this one's turn."""


class Budget(object):
    """What one text may spend, on a page whose texts spent `before`."""

    #: The part of it that one match may take: nothing else runs meanwhile.
    MATCH_SHARE = 0.125

    def __init__(self, seconds, before=0):
        self.seconds = seconds
        self.match_seconds = seconds * self.MATCH_SHARE
        self.quick_seconds = min(QUICK_S, QUICK_PAGE_S - before)
        self.started = self.rested = cpu_seconds()
        self.has_turn = False

    @property
    def spent(self):
        return cpu_seconds() - self.started

    def check(self, line=None, column=None):
        """Raise `RenderingTimeout` when it is spent; let others work."""
        now = cpu_seconds()
        if now - self.started > self.seconds:
            raise RenderingTimeout(line, column)
        if now - self.started > self.quick_seconds and not self.has_turn:
            self._take_turn()
        if self.has_turn and now - self.rested > SLICE_S:
            time.sleep(now - self.rested)
            self.rested = now

    def close(self):
        if self.has_turn:
            self.has_turn = False
            _turn.release()

    def _take_turn(self):
        end = time.time() + MAX_WAIT_S
        while not _turn.acquire(False):     # 2.7 has no timeout for it
            if time.time() > end:
                raise RenderingBusy()
            time.sleep(SLICE_S)
        self.has_turn = True


_thread = threading.local()


def current():
    """The budget of the text that this thread renders, or `None`."""
    return getattr(_thread, 'budget', None)


def check():
    """Raise `RenderingTimeout` where the current budget is spent."""
    budget = current()
    if budget is not None:
        budget.check()


@contextmanager
def spending(budget):
    """Everything inside is charged to `budget`."""
    outer, _thread.budget = current(), budget
    try:
        yield budget
    finally:
        _thread.budget = outer
        budget.close()
