# -*- coding: utf-8 -*-
"""Puts the panel under the ticket's own box.

ticket.html has no block there. What comes before `<div id="ticket">` is
Trac's own, so the first one is the real one, and its end is found by
counting. Where a page has no such box, the panel goes first.
"""

import re

from trac.util.html import Markup

_BOX = '<div id="ticket">'
_DIV = re.compile(r'<(/?)div\b', re.IGNORECASE)


def place(page, panel):
    """The page with the panel in it."""
    at = end_of_box(page)
    return Markup(unicode(page[:at]) + unicode(panel) + unicode(page[at:]))


def end_of_box(page):
    """The index just behind the box."""
    start = page.find(_BOX)
    if start < 0:
        return 0
    depth = 0
    for tag in _DIV.finditer(page, start):
        depth += -1 if tag.group(1) else 1
        if depth == 0:
            return page.index('>', tag.end()) + 1
    return 0
