# -*- coding: utf-8 -*-
"""Time as the tables hold it (microseconds, UTC) and as JSON says it."""

from trac.util.datefmt import (datetime_now, from_utimestamp, parse_date,
                               to_utimestamp, utc)

#: Microseconds.
SECOND = 1000000
DAY = 86400 * SECOND


def now():
    """Microseconds since 1970."""
    return to_utimestamp(datetime_now(utc))


def to_rfc3339(timestamp):
    """`2026-01-15T09:30:00.000001+00:00`"""
    return from_utimestamp(timestamp).isoformat()


def from_rfc3339(text):
    """Microseconds of an RFC 3339 text.

    :raises TracError: when it is none.
    """
    return to_utimestamp(parse_date(text, utc, 'iso8601'))
