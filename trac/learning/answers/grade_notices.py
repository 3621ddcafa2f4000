# -*- coding: utf-8 -*-
"""Tells learners that a grade changed.

Each change is told once at most. That it was told is committed before the
mail goes out. The ticket's panel says the same.
"""

from trac.ticket.model import Ticket
from trac.util.text import shorten_line

from learning import chaos, timestamps
from learning.answers.grade_change import describe_change, get_change
from learning.notices import (LearnerEvent, LearnerFormatter,
                              LearnerSubscriber, send_notice)
from learning.translation import _
from learning.users.account import Accounts

REALM = 'learning-grade'
#: Older ones are no news: Trac was restored, or sync was off.
MAX_AGE_DAYS = 1


class GradeNotices(object):
    """What learners are to be told of grades that changed.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def send_due(self):
        """Tell of every change of which its learner was not told yet. Not
        inside a transaction."""
        for event_id, learner in self.env.db_query("""
                SELECT event_id, sub FROM learning_grade_change
                WHERE notified_at IS NULL AND at>=%s ORDER BY at
                """, (timestamps.now() - MAX_AGE_DAYS * timestamps.DAY,)):
            account = Accounts(self.env).of_sub(learner)
            if account and self._claim(event_id):
                chaos.point('grade_notice_claimed')
                send_notice(self.env, GradeEvent(
                    get_change(self.env, event_id), account.username))

    # Internal methods

    def _claim(self, event_id):
        """True for one of all that would tell."""
        with self.env.db_transaction as db:
            cursor = db.cursor()
            cursor.execute(
                "UPDATE learning_grade_change SET notified_at=%s "
                "WHERE event_id=%s AND notified_at IS NULL",
                (timestamps.now(), event_id))
            return cursor.rowcount == 1


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
        yield _("Attempt %(number)s", number=event.change.attempt) + u': ' + \
            described['said']
        if described['reason']:
            yield described['reason']
        yield self.env.abs_href.ticket(event.change.ticket) + \
            '#learning-attempts'
