# -*- coding: utf-8 -*-
"""Reminds learners the day before a question is due: one mail for all that are
due by then, and of each once, unless its author moves the date.

Who is reminded: of a question for one learner that learner; of one for
everybody who has opened or answered a question of its course. Nobody who
passed it, whose answer waits for a grade, or whose question is closed.

That somebody was reminded is committed before the mail goes out.
"""

from collections import namedtuple

from trac.util.datefmt import get_timezone, utc
from trac.util.text import shorten_line
from trac.web.session import DetachedSession

from learning import chaos, timestamps
from learning.answers.view import WAITING
from learning.dates import format_date
from learning.notices import (LearnerEvent, LearnerFormatter,
                              LearnerSubscriber, send_due_notices)
from learning.paths.step_states import MASTERED_SCORE
from learning.permissions.policy import is_staff
from learning.translation import _, ngettext
from learning.users.account import Accounts

REALM = 'learning-due'
#: Before the due date.
AHEAD = timestamps.DAY

#: A question that a learner has yet to pass.
DueQuestion = namedtuple('DueQuestion', 'ticket due_at summary')

# Learners (a) and questions (q) that are due soon.
_DUE = """
    FROM learning_question q
    JOIN ticket t ON t.id=q.ticket AND t.status<>'closed'
    JOIN learning_account a ON a.sub=q.learner OR (q.learner='' AND (
        a.sub IN (SELECT o.sub FROM learning_opening o
                  JOIN learning_question c ON c.ticket=o.ticket
                  WHERE c.course=q.course) OR
        a.sub IN (SELECT s.sub FROM learning_seat s
                  JOIN learning_question c ON c.ticket=s.ticket
                  WHERE s.last_attempt>0 AND c.course=q.course)))
    LEFT JOIN learning_seat mine ON mine.ticket=q.ticket AND mine.sub=a.sub
    WHERE q.due_at>%s AND q.due_at<=%s
    AND COALESCE(mine.counting_score, 0)<%s
    AND NOT EXISTS (
        SELECT 1 FROM learning_attempt w WHERE w.ticket=q.ticket
        AND w.sub=a.sub AND w.attempt=mine.last_attempt
        AND w.phase IN ({waiting}))
    AND NOT EXISTS (
        SELECT 1 FROM learning_reminder r WHERE r.ticket=q.ticket
        AND r.sub=a.sub AND r.due_at=q.due_at)
    """.format(waiting=', '.join("'%s'" % phase for phase in WAITING))


class DueNotices(object):
    """What learners are to be reminded of.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def send_due(self):
        """Remind every learner. Not inside a transaction."""
        due = [(sub, sub) for sub, in self.env.db_query(
            "SELECT DISTINCT a.sub" + _DUE, self._window())]
        send_due_notices(self.env, due, self._claim, self._event)

    # Internal methods

    def _window(self):
        now = timestamps.now()
        return now, now + AHEAD, MASTERED_SCORE

    def _claim(self, sub):
        """The `DueQuestion`s, for one of all that would remind."""
        account = Accounts(self.env).of_sub(sub)
        if is_staff(self.env, account.username):
            return []
        with self.env.db_transaction as db:
            db("UPDATE learning_account SET seen=seen WHERE sub=%s", (sub,))
            found = [DueQuestion(*row) for row in db(
                "SELECT q.ticket, q.due_at, t.summary" + _DUE +
                "AND a.sub=%s ORDER BY q.due_at, q.ticket",
                self._window() + (sub,))]
            db.executemany(
                "INSERT INTO learning_reminder (ticket, sub, due_at, at) "
                "VALUES (%s, %s, %s, %s)",
                [(one.ticket, sub, one.due_at, timestamps.now())
                 for one in found])
        if found:
            chaos.point('due_notice_claimed')
        return found

    def _event(self, questions, username):
        return DueEvent(questions, username, zone_of(self.env, username))


def zone_of(env, username):
    """The zone of a reader who is not here."""
    name = DetachedSession(env, username).get('tz') or \
        env.config.get('trac', 'default_timezone')
    return get_timezone(name) or utc


class DueEvent(LearnerEvent):
    """Questions are due within a day.

    :param questions: `DueQuestion`s. :param username: their learner's.
    """

    def __init__(self, questions, username, tz):
        super(DueEvent, self).__init__(REALM, 'due', questions[0].ticket,
                                       timestamps.now(), username)
        self.questions, self.tz = questions, tz


class DueSubscriber(LearnerSubscriber):
    """Learners are reminded, unless they want otherwise."""

    realm = REALM

    def description(self):
        return _("A question that I have not passed is due within a day")


class DueFormatter(LearnerFormatter):
    """Says it in a mail."""

    realm = REALM

    def subject(self, event):
        if len(event.questions) == 1:
            question, = event.questions
            return _(u"\u201c%(summary)s\u201d is due %(when)s",
                     summary=title_of(question),
                     when=self._when(event, question))
        return ngettext("%(num)s question is due soon",
                        "%(num)s questions are due soon",
                        len(event.questions))

    def body(self, event):
        for question in event.questions:
            yield _("%(summary)s, due %(when)s:", summary=title_of(question),
                    when=self._when(event, question)) + \
                u'\n%s#learning' % self.env.abs_href.ticket(question.ticket)
        yield _("A later answer is taken and graded too, and marked as late.")

    # Internal methods

    def _when(self, event, question):
        return u'%s %s' % (format_date(question.due_at, event.tz), event.tz)


def title_of(question):
    """In one line."""
    return shorten_line(' '.join(question.summary.split()))
