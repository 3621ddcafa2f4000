# -*- coding: utf-8 -*-
"""Until when a question is to be answered.

An author types an instant with its zone, `2026-01-31 18:00 Europe/Berlin`: a
draft or a file with that text means the same to whoever opens it, wherever
they are. A question keeps microseconds. What comes late is taken and graded
all the same; staff see that it was late.
"""

import re
from datetime import datetime, timedelta

from trac.util.datefmt import (FixedOffset, from_utimestamp, get_timezone,
                               to_utimestamp, utc)

from learning import timestamps
from learning.dates import describe_date
from learning.errors import InvalidInput
from learning.translation import N_, _, gettext

#: What a day alone means: until its end, or from its beginning on.
END_OF_DAY, START_OF_DAY = '23:59', '00:00'
#: Years in which a due date is no slip of the pen.
FIRST_YEAR, LAST_YEAR = 2000, 2199

_INSTANT = re.compile(r'(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?)?'
                      r'\s*(\S.*)?\Z')
_OFFSET = re.compile(r'(?:UTC|GMT)?\s*([+-])(\d\d?):?(\d\d)\Z')


def join_due(local, zone):
    """The text that the two fields of a form make, '' where nothing is set.

    :param local: of an `<input type="datetime-local">`.
    """
    local = local.strip().replace('T', ' ')
    return ' '.join((local + ' ' + zone).split()) if local else ''


def split_due(said, tz, of_day=END_OF_DAY):
    """(local, zone) of the form's two fields, for somebody in `tz`; what
    cannot be understood comes back as it was typed."""
    try:
        at = parse_instant(said, of_day)
    except InvalidInput:
        return said, ''
    if at is None:
        return '', str(tz)
    return local_time(at, tz), str(tz)


def say_instant(at, tz=utc):
    """Microseconds as a person types them, '' for None."""
    return '' if at is None else join_due(local_time(at, tz), str(tz))


def local_time(at, tz):
    """As `<input type="datetime-local">` has it."""
    return from_utimestamp(at).astimezone(tz).isoformat()[
        :len('2026-01-31T18:00')]


def parse_instant(said, of_day=END_OF_DAY):
    """Microseconds of an instant with its zone (UTC where none is named),
    None of an empty text.

    :param of_day: the time that a day alone means.
    :raises InvalidInput: and says what to do.
    """
    said = (said or '').strip()
    if not said:
        return None
    found = _INSTANT.match(said)
    tz = found and zone_of(found.group(3) or 'UTC')
    if tz is None:
        raise InvalidInput(unreadable())
    try:
        local = datetime.strptime(
            '%s %s' % (found.group(1), found.group(2) or of_day),
            '%Y-%m-%d %H:%M')
    except ValueError:
        raise InvalidInput(unreadable())
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise InvalidInput(unreadable())
    return to_utimestamp(tz.normalize(tz.localize(local)))


def parse_whole_instant(said):
    """The same of a text that says day, time and zone, or nothing.

    :raises InvalidInput: also when it leaves the time or the zone out.
    """
    found = _INSTANT.match((said or '').strip())
    if found and None in found.groups():
        raise InvalidInput(unreadable())
    return parse_instant(said)


def unreadable():
    """What to do about it."""
    return _("Please write day, time and zone as 2026-01-31 18:00 "
             "Europe/Berlin, or 2026-01-31 18:00 +01:00.")


def zone_of(name):
    """The zone with this name or offset, or None."""
    if name in ('Z', 'UTC'):
        return utc
    offset = _OFFSET.match(name)
    if offset:
        sign, hours, minutes = offset.groups()
        total = int(hours) * 60 + int(minutes)
        return FixedOffset(-total if sign == '-' else total, name) \
            if total < 24 * 60 else None
    return get_timezone(name)


def is_past(due_at):
    """Was it due before now?"""
    return due_at is not None and due_at < timestamps.now()


def is_late(due_at, submitted):
    """Did an answer of this moment come after the due date?"""
    return due_at is not None and submitted > due_at


def due_order(due_at):
    """Sorts what is due first to the front, and what never is to the end."""
    return due_at is None, due_at or 0


#: Seconds before the due date, and how soon it is in a word.
_SOON = ((timedelta(0), 'past', N_("the due date is over")),
         (timedelta(days=1), 'soon', N_("due within a day")),
         (timedelta(days=7), 'near', N_("due within a week")))


def describe_due(req, due_at):
    """What a page says of it, or None: the moment in the reader's zone, and
    how soon that is, as a name for the style and as a word ('' for later)."""
    if due_at is None:
        return None
    left = timedelta(microseconds=due_at - timestamps.now())
    state, word = next(((state, word) for most, state, word in _SOON
                        if left <= most), ('later', ''))
    return dict(describe_date(req, due_at), state=state, past=state == 'past',
                word=gettext(word) if word else '')
