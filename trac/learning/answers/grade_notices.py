# -*- coding: utf-8 -*-
"""Tells learners of grades: of one that came when they had stopped waiting for
it, and of each that changed.

Each is told once at most. That it was told is committed before the mail goes
out. The ticket's panel says the same, and more: a mail has nothing of what an
answer was graded by.
"""

from trac.config import IntOption
from trac.ticket.model import Ticket
from trac.util.text import shorten_line

from learning import chaos, timestamps
from learning.answers.grade_change import (describe_change, get_change,
                                           percent)
from learning.notices import (MAX_AGE_DAYS, LearnerEvent, LearnerFormatter,
                              LearnerSubscriber, send_due_notices,
                              send_notice)
from learning.translation import _
from learning.users.account import Accounts

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


def send_first_grade(env, attempt):
    """Tell of an attempt's first grade, once it is committed: of one that
    came late. Not inside a transaction."""
    waited = timestamps.now() - attempt.submitted
    account = Accounts(env).of_sub(attempt.sub)
    if account and waited >= GradeSubscriber(env).mail_after * \
            timestamps.SECOND:
        send_notice(env, FirstGradeEvent(attempt, account.username))


class FirstGradeEvent(LearnerEvent):
    """An answer was graded.

    :param attempt: the `Attempt`. :param username: its learner's.
    """

    def __init__(self, attempt, username):
        super(FirstGradeEvent, self).__init__(
            REALM, 'graded', attempt.ticket, attempt.phase_at, username)
        self.attempt = attempt


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

    mail_after = IntOption('learning', 'grade_mail_after', 60,
        """Seconds after which a first grade is mailed to its learner: who
        waits sees it on the page. 0: each.""")

    def description(self):
        return _("An answer of mine was graded, or a grade of mine changed")


class GradeFormatter(LearnerFormatter):
    """Says it in a mail."""

    realm = REALM

    def subject(self, event):
        if event.category == 'graded':
            return _(u"Your answer to \u201c%(summary)s\u201d was graded: "
                     u"%(percent)s %%",
                     summary=self._summary(event.attempt.ticket),
                     percent=percent(event.attempt.score))
        return _(u"Your grade on \u201c%(summary)s\u201d changed",
                 summary=self._summary(event.change.ticket))

    def body(self, event):
        if event.category == 'graded':
            yield _("What was right, what is missing and where to read it:")
            yield self._address(event.attempt.ticket)
            return
        described = describe_change(event.change)
        yield _("Answer %(number)s", number=event.change.attempt) + u': ' + \
            described['said']
        if described['reason']:
            yield described['reason']
        yield self._address(event.change.ticket)

    # Internal methods

    def _summary(self, number):
        return shorten_line(' '.join(
            Ticket(self.env, number)['summary'].split()))

    def _address(self, number):
        return self.env.abs_href.ticket(number) + '#learning-attempts'
