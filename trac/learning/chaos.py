# -*- coding: utf-8 -*-
"""Points at which a test may kill the process, as a power cut would.

`TRACLEARN_KILL_AT=name` or `name:n` ends the process by SIGKILL when it
reaches the point for the n-th time. `@FILE` instead reads the name from a
file that goes with the kill, so that a restarted process lives on. Unset, a
point does nothing.
"""

import errno
import os
import signal

#: Every point: those of a path and of reviews, then in the order in which an
#: answer passes them.
POINTS = ('path_made', 'path_committed', 'step_taken', 'path_given_up',
          'path_notice_claimed', 'review_notice_claimed',
          'grade_notice_claimed', 'due_notice_claimed', 'question_released',
          'outbox_committed', 'published', 'applied', 'saved',
          'sync_committed')

_reached = {}


def point(name):
    """Die here when the environment says so."""
    wanted = os.environ.get('TRACLEARN_KILL_AT')
    if wanted and (_ordered(wanted[1:], name) if wanted.startswith('@')
                   else _counted(wanted, name)):
        os.kill(os.getpid(), signal.SIGKILL)


def _counted(wanted, name):
    at, _, times = wanted.partition(':')
    if at != name:
        return False
    _reached[name] = _reached.get(name, 0) + 1
    return _reached[name] == int(times or 1)


def _ordered(path, name):
    try:
        with open(path) as order:
            if order.read().strip() != name:
                return False
        os.unlink(path)
        return True
    except (IOError, OSError) as e:
        if e.errno != errno.ENOENT:
            raise
        return False
