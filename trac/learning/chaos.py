# -*- coding: utf-8 -*-
"""Points at which a test may kill the process, as a power cut would.

`TRACLEARN_KILL_AT=name` or `name:n` ends the process by SIGKILL when it
reaches the point for the n-th time. `@FILE` reads the name from a file that
goes with the kill, so that a restarted process lives on. Unset, a point does
nothing.
"""

import os
import signal

#: Every point, in the order in which an answer passes them.
POINTS = ('outbox_committed', 'published', 'applied', 'saved',
          'sync_committed')

_reached = {}


def point(name):
    """Die here when the environment says so."""
    wanted = os.environ.get('TRACLEARN_KILL_AT', '')
    if not wanted:
        return
    if wanted.startswith('@'):
        return _obey(wanted[1:], name)
    at, _, times = wanted.partition(':')
    if at != name:
        return
    _reached[name] = _reached.get(name, 0) + 1
    if _reached[name] >= int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)


def _obey(order, name):
    try:
        with open(order) as f:
            if f.read().strip() != name:
                return
        os.unlink(order)
    except (IOError, OSError):
        return
    os.kill(os.getpid(), signal.SIGKILL)
