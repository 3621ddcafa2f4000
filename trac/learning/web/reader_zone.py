# -*- coding: utf-8 -*-
"""Times in the zone of who reads: the one chosen in Trac's preferences, else
the browser's, which its script tells by a cookie.

A zone's name needs `pytz`; without it the offset of the moment serves, and
the script puts right what lies beyond a change of the clocks.
"""

import re
from urllib import unquote

from trac.core import Component, implements
from trac.util.datefmt import FixedOffset, get_timezone
from trac.web.api import IRequestFilter

#: `Europe/Berlin:60`: name, and minutes east of Greenwich.
COOKIE = 'learning_zone'
_VALUE = re.compile(r'([A-Za-z0-9_+/-]{1,60}):(-?\d{1,3})\Z')
#: The widest that there is.
MAX_OFFSET_MIN = 14 * 60


class ReaderZone(Component):
    """Lets Trac say times in the browser's zone where a person chose none."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        zone = zone_of(req.incookie[COOKIE].value) \
            if COOKIE in req.incookie else None
        if zone is not None and not req.session.get('tz'):
            req.tz = zone
        return handler

    def post_process_request(self, req, template, data, metadata):
        return template, data, metadata


def zone_of(value):
    """The time zone that the cookie's value names, or None."""
    found = _VALUE.match(unquote(value))
    offset = int(found.group(2)) if found else None
    if offset is None or abs(offset) > MAX_OFFSET_MIN:
        return None
    sign = '-' if offset < 0 else '+'
    return get_timezone(found.group(1)) or FixedOffset(
        offset, 'UTC%s%d:%02d' % ((sign,) + divmod(abs(offset), 60))
        if offset else 'UTC')
