# -*- coding: utf-8 -*-
"""How often a learner may answer, so that nobody's answers hold up others'.

Read and enforced in the transaction that mints the attempt.
"""

from trac.config import IntOption
from trac.core import Component

from learning import timestamps
from learning.errors import TooSoon
from learning.translation import _, ngettext

#: Phases of an attempt that a grade should follow soon.
AWAITED = ('received', 'queued', 'grading')
#: Seconds without news after which an attempt is shown as delayed, and its
#: learner need not wait for it to answer anew. As `DELAYED_AFTER` of progress.
DELAYED_AFTER_S = 300
HOUR_S = 3600


class AnswerLimits(Component):
    """Refuses an answer that comes too soon."""

    per_hour = IntOption('learning', 'answers_per_hour', 60,
        """Answers that one learner may send in an hour, over all questions. 0
        sets no limit.""")

    def check(self, db, newest, sub):
        """
        :param db: the transaction that is to mint an attempt.
        :param newest: the learner's newest attempt at the question, or None.
        :param sub: of the learner.
        :raises TooSoon: and says how long to wait.
        """
        if newest is not None and newest.phase in AWAITED:
            self._refuse_second(newest)
        if self.per_hour > 0:
            self._count(db, sub)

    # Internal methods

    def _refuse_second(self, newest):
        wait = seconds_left(newest.phase_at, DELAYED_AFTER_S)
        if wait > 0:
            raise TooSoon(_(
                "Your answer before is still being graded. You can answer "
                "again as soon as its grade is here, and in %(wait)s at the "
                "latest. Your text is kept below.",
                wait=format_wait(wait)), wait)

    def _count(self, db, sub):
        # Answers to several questions at once come one after the other here.
        db("UPDATE learning_account SET seen=seen WHERE sub=%s", (sub,))
        times = [at for at, in db(
            "SELECT submitted FROM learning_attempt "
            "WHERE sub=%s AND submitted > %s ORDER BY submitted DESC LIMIT %s",
            (sub, timestamps.now() - HOUR_S * timestamps.SECOND,
             self.per_hour))]
        if len(times) == self.per_hour:
            wait = max(1, seconds_left(times[-1], HOUR_S))
            raise TooSoon(_(
                "You have sent %(count)s answers within an hour, which is the "
                "most. You can send the next one in %(wait)s. Your text is "
                "kept below.", count=self.per_hour, wait=format_wait(wait)),
                wait)


def seconds_left(since, seconds):
    """Whole seconds until so many have passed since a time, rounded up."""
    return seconds - (timestamps.now() - since) // timestamps.SECOND


def format_wait(seconds):
    """`1 minute`, `12 minutes`: as people say it, never too short."""
    minutes = max(1, -(-seconds // 60))
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)
