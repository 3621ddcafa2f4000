# -*- coding: utf-8 -*-
"""Trac collects all garbage after each request: with plugins loaded, tens of
milliseconds in which the process does nothing else, and most of what a page
costs that asks again and again. Python's own collector frees the young
objects of a request anyway; all others go here, once in a while."""

import gc
import threading
import time

from trac.web import main

#: Seconds between two full collections of a process.
COLLECT_EVERY_S = 60.0


class SeldomCollector(object):
    """The module `gc` as `trac.web.main` sees it."""

    def __init__(self, clock=time.time):
        self._clock, self._next, self._lock = clock, 0, threading.Lock()

    def __getattr__(self, name):
        return getattr(gc, name)

    def collect(self):
        """The number of unreachable objects; 0 where it is too early."""
        with self._lock:
            if self._clock() < self._next:
                return 0
            self._next = self._clock() + COLLECT_EVERY_S
        return gc.collect()


def collect_seldom():
    """For the whole process, from now on."""
    main.gc = SeldomCollector()
