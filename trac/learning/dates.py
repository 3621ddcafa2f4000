# -*- coding: utf-8 -*-
"""Times as people say them: `2 minutes ago`, `today 14:05`, `Friday, 4
December, 18:00`; exact where the mouse rests.

In the reader's zone: of Trac's preferences, else the browser's (see
`learning.web.reader_zone`). `times.js` says the same words, and lets them
grow older on a page that stays open.
"""

from trac.util.datefmt import from_utimestamp
from trac.util.html import tag

from learning import timestamps
from learning.translation import N_, _, gettext, ngettext

MINUTE_S, HOUR_S = 60, 3600
#: From Monday on, as `date.weekday` counts.
WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
            N_("Friday"), N_("Saturday"), N_("Sunday"))
MONTHS = (N_("January"), N_("February"), N_("March"), N_("April"), N_("May"),
          N_("June"), N_("July"), N_("August"), N_("September"),
          N_("October"), N_("November"), N_("December"))
#: By days from today.
DAYS = {0: N_("today %(time)s"), -1: N_("yesterday %(time)s"),
        1: N_("tomorrow %(time)s")}


def describe_time(req, at):
    """A time for people, for machines and as an age.

    :param at: microseconds.
    :return: {'element': the whole `<time>`, for templates and messages;
        'text': its words; 'exact', 'iso', 'seconds' since then, 'age'}.
    """
    return _describe(req, at, format_time, 'time')


def describe_date(req, at):
    """The same of a day to keep, with its weekday."""
    return _describe(req, at, format_date, 'date')


def format_time(at, tz):
    """`just now`, `5 minutes ago`, `today 14:05`, `4 December, 14:05`."""
    seconds = (timestamps.now() - at) // timestamps.SECOND
    if 0 <= seconds < MINUTE_S:
        return _("just now")
    if 0 <= seconds < HOUR_S:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago",
                        seconds // MINUTE_S)
    return _format_day(at, tz, weekday=False)


def format_date(at, tz):
    """`tomorrow 18:00`, `Friday, 4 December, 18:00`: also for mails."""
    return _format_day(at, tz, weekday=True)


def format_exact(at, tz):
    """`2026-12-04 18:00 CET`"""
    date = from_utimestamp(at).astimezone(tz)
    return u'%04d-%02d-%02d %s %s' % (date.year, date.month, date.day,
                                      _clock(date), date.tzname())


def format_age(seconds):
    """`3 min`: how long something takes already."""
    for size, word in ((86400, N_("%(n)d d")), (HOUR_S, N_("%(n)d h")),
                       (MINUTE_S, N_("%(n)d min")), (1, N_("%(n)d s"))):
        if seconds >= size or size == 1:
            return gettext(word, n=seconds // size)


def _describe(req, at, words, style):
    iso = timestamps.to_rfc3339(at)
    seconds = max(0, (timestamps.now() - at) // timestamps.SECOND)
    text, exact = words(at, req.tz), format_exact(at, req.tz)
    element = tag.time(text, datetime=iso, title=exact, **{
        'data-as': style, 'data-day': _format_day(at, req.tz, style == 'date'),
        # The browser's own zone does not count then.
        'data-zone': 'chosen' if req.session.get('tz') else None})
    return {'iso': iso, 'seconds': seconds, 'age': format_age(seconds),
            'text': text, 'exact': exact, 'element': element}


def _format_day(at, tz, weekday):
    date = from_utimestamp(at).astimezone(tz)
    today = from_utimestamp(timestamps.now()).astimezone(tz)
    near = DAYS.get((date.date() - today.date()).days)
    if near:
        return gettext(near, time=_clock(date))
    words = dict(day=date.day, month=gettext(MONTHS[date.month - 1]),
                 time=_clock(date), year=date.year,
                 weekday=gettext(WEEKDAYS[date.weekday()]))
    if date.year != today.year:
        return _("%(day)s %(month)s %(year)s, %(time)s", **words)
    if weekday:
        return _("%(weekday)s, %(day)s %(month)s, %(time)s", **words)
    return _("%(day)s %(month)s, %(time)s", **words)


def _clock(date):
    return u'%02d:%02d' % (date.hour, date.minute)
