# -*- coding: utf-8 -*-
"""Tells learners that a grade changed.

Each change is told once at most. That it was told is committed before the
mail goes out. The ticket's panel says the same.
"""

from trac.ticket.model import Ticket
from trac.util.text import shorten_line

from learning import chaos, timestamps
from learning.answers.grade_change import describe_change, get_change
from learning.notices import (MAX_AGE_DAYS, LearnerEvent, LearnerFormatter,
                              LearnerSubscriber, send_due_notices)
from learning.translation import _

REALM = 'learning-grade'


class GradeNotices(object):
    """What learners are to be told of grades that changed.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def send_due(self):
        """Tell of every change of which its learner was not told yet. Not
        inside a transaction."""
        due = self.env.db_query("""
            SELECT event_id, sub FROM learning_grade_change
            WHERE notified_at IS NULL AND at>=%s ORDER BY at
            """, (timestamps.now() - MAX_AGE_DAYS * timestamps.DAY,))
        send_due_notices(self.env, due, self._claim, GradeEvent)

    # Internal methods

    def _claim(self, event_id):
        """The `GradeChange`, for one of all that would tell."""
        with self.env.db_transaction as db:
            cursor = db.cursor()
            cursor.execute(
                "UPDATE learning_grade_change SET notified_at=%s "
                "WHERE event_id=%s AND notified_at IS NULL",
                (timestamps.now(), event_id))
            if cursor.rowcount != 1:
                return None
        chaos.point('grade_notice_claimed')
        return get_change(self.env, event_id)


class GradeEvent(LearnerEvent):
    """A grade changed.

    :param change: the `GradeChange`. :param username: its learner's.
    """

    def __init__(self, change, username):
        super(GradeEvent, self).__init__(REALM, change.cause, change.ticket,
                                         change.at, username)
        self.change = change


class GradeSubscriber(LearnerSubscriber):
    """Learners are told of their own grades, unless they want otherwise."""

    realm = REALM

    def description(self):
        return _("A grade of mine changed")


class GradeFormatter(LearnerFormatter):
    """Says it in a mail."""

    realm = REALM

    def subject(self, event):
        ticket = Ticket(self.env, event.change.ticket)
        return _("Your grade on #%(ticket)s changed: %(summary)s",
                 ticket=ticket.id, summary=shorten_line(ticket['summary']))

    def body(self, event):
        described = describe_change(event.change)
        yield _("Answer %(number)s", number=event.change.attempt) + u': ' + \
            described['said']
        if described['reason']:
            yield described['reason']
        yield self.env.abs_href.ticket(event.change.ticket) + \
            '#learning-attempts'
