# -*- coding: utf-8 -*-
"""What a match would cost, found out before it is run.

A match is one call of C: nothing stops it, and no other thread of the
process runs meanwhile. Trac's patterns are quadratic, some cubic, in the
length of a line, and what makes one slow may lie anywhere in it. So a long
line's beginning is tried first, then a little more each time: what a try has
not seen is always short and cannot surprise. No pattern needs a rule of its
own, and prose, whose cost is linear, passes.
"""

import hashlib

from learning.rendering.budget import (RenderingTimeout, cpu_seconds, current)

#: Characters that are run without measuring. The worst found (`[` before hex
#: digits) takes a quarter second with so many, prose 2 ms.
UNMEASURED = 1024
#: How many more characters each try sees.
STEP = 512
#: How many results are remembered.
MAX_REMEMBERED = 4096

_costs = {}     # (name, digest of the text): (seconds, column or None)


def admit(name, run, text):
    """Raise `RenderingTimeout` if `run(text)` would take too long.

    Only inside of a budget. What was measured is remembered by `name` and
    the text, so that a page that is shown again costs nothing.
    """
    budget = current()
    if budget is None:
        return
    budget.check(text)
    if len(text) <= UNMEASURED:
        return
    key = name, digest_of(text)
    seconds, column = _costs.get(key, (0, 0))
    if column is not None and seconds <= budget.match_seconds:
        seconds, column = _measure(run, text, budget)
        if len(_costs) >= MAX_REMEMBERED:
            _costs.clear()
        _costs[key] = seconds, column
    if seconds > budget.match_seconds:
        raise RenderingTimeout(text, column or 0)


def _measure(run, text, budget):
    """The seconds that `run(text)` takes at most, if cost is quadratic.

    And where in the text that became too much, or `None`.
    """
    seconds = 0
    for end in xrange(UNMEASURED, len(text), STEP):
        started = cpu_seconds()
        run(text[:end])
        growth = min(end + STEP, len(text)) / float(end)
        seconds = (cpu_seconds() - started) * growth ** 2
        if seconds > budget.match_seconds:
            return seconds, end - STEP
        budget.check(text, end - STEP)
    return seconds, None


def digest_of(text):
    if isinstance(text, unicode):
        text = text.encode('utf-8')
    return hashlib.sha1(text).digest()
