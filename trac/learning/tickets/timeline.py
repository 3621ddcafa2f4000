# -*- coding: utf-8 -*-
"""The timeline without floods: of a learner's ticket one entry an hour for
all its grades, of an accepted path one for all its tickets, and pages that
Trac's installation or a seed wrote behind a filter of their own.

Who may not see a ticket sees none of its entries: Trac asks for each.
"""

from functools import wraps

from trac.core import implements
from trac.ticket.web_ui import TicketModule
from trac.timeline.api import ITimelineEventProvider
from trac.util.datefmt import from_utimestamp, to_utimestamp
from trac.wiki.web_ui import WikiModule

from learning.participant import Participant
from learning.paths.path import ACCEPTED, GIVEN_UP
from learning.permissions.policy import LearningPolicy
from learning.translation import _, ngettext, tag_
from learning.users.names import AUTHOR

#: Who writes pages that no person wrote: Trac's own, and a seed's.
SYSTEM_AUTHORS = ('trac', 'trac-admin')
PATHS, SYSTEM_PAGES = 'learning_paths', 'learning_system_pages'
#: Microseconds in which grades of a ticket are one entry.
HOUR = 3600 * 1000000


class LearningTimeline(Participant):
    """Says in the timeline that learners took up paths, and keeps what floods
    it out."""

    implements(ITimelineEventProvider)

    def __init__(self):
        install()

    # ITimelineEventProvider methods

    def get_timeline_filters(self, req):
        if 'LEARNING_VIEW' in req.perm:
            yield PATHS, _("Learning paths begun")
        if 'WIKI_VIEW' in req.perm:
            yield SYSTEM_PAGES, _("Wiki pages that came with the system"), \
                False

    def get_timeline_events(self, req, start, stop, filters):
        if PATHS not in filters:
            return
        sub = LearningPolicy(self.env).restricted_sub(req.authname)
        for row in self.env.db_query("""
                SELECT p.id, p.learner, a.username, p.title, p.goal,
                       MIN(t.time), COUNT(*)
                FROM learning_path p
                JOIN learning_account a ON a.sub=p.learner
                JOIN learning_step s ON s.path=p.id
                JOIN ticket t ON t.id=s.ticket
                WHERE p.state IN (%s, %s) AND t.time>=%s AND t.time<=%s
                GROUP BY p.id, p.learner, a.username, p.title, p.goal
                """, (ACCEPTED, GIVEN_UP, to_utimestamp(start),
                      to_utimestamp(stop))):
            ident, learner, username, title, goal, at, count = row
            if sub is None or sub == learner:
                yield ('learning-path', from_utimestamp(at), username,
                       (ident, title or goal, count), self)

    def render_timeline_event(self, context, field, event):
        ident, title, count = event[3]
        if field == 'url':
            return context.href.learning('path', ident)
        if field == 'title':
            return tag_("Learning path %(title)s begun", title=title)
        return ngettext("%(num)s step", "%(num)s steps", count)


def install():
    """Wrap what has no extension point. Once is enough."""
    if not hasattr(TicketModule.get_timeline_events, 'learning'):
        TicketModule.get_timeline_events = _tickets(
            TicketModule.get_timeline_events)
        WikiModule.get_timeline_events = _pages(
            WikiModule.get_timeline_events)


def _tickets(original):
    @wraps(original)
    def get_timeline_events(self, req, start, stop, filters):
        events = original(self, req, start, stop, filters)
        if not self.env.is_enabled(LearningTimeline):
            return events
        return without_steps(self.env, gather_grades(list(events)))
    get_timeline_events.learning = True
    return get_timeline_events


def _pages(original):
    @wraps(original)
    def get_timeline_events(self, req, start, stop, filters):
        shown = SYSTEM_PAGES in filters or \
            not self.env.is_enabled(LearningTimeline)
        if SYSTEM_PAGES in filters and 'wiki' not in filters:
            events = (event for event in original(
                self, req, start, stop, list(filters) + ['wiki'])
                if event[2] in SYSTEM_AUTHORS)
        else:
            events = original(self, req, start, stop, filters)
        for event in events:
            if shown or event[2] not in SYSTEM_AUTHORS:
                yield event
    return get_timeline_events


def gather_grades(events):
    """Of a ticket's grades within an hour the newest alone.

    :param events: as Trac's tickets have them: (kind, time, author, data),
        with the ticket's resource first in the data.
    """
    newest = {}
    for event in events:
        key = grade_key(event)
        if key and (key not in newest or newest[key][1] <= event[1]):
            newest[key] = event
    return [event for event in events
            if grade_key(event) is None or newest[grade_key(event)] is event]


def grade_key(event):
    """Ticket and hour of an entry that says a grade, else None."""
    if event[0] != 'editedticket' or event[2] != AUTHOR:
        return None
    return event[3][0].id, to_utimestamp(event[1]) // HOUR


def without_steps(env, events):
    """Without the tickets that came with a path: it has an entry itself."""
    steps = None
    for event in events:
        if event[0] == 'newticket':
            if steps is None:
                steps = {ticket for ticket, in env.db_query(
                    "SELECT DISTINCT ticket FROM learning_step")}
            if event[3][0].id in steps:
                continue
        yield event
