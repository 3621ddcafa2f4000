# -*- coding: utf-8 -*-
"""Tells learners that a path is ready, or that there is none.

Each path is told of once at most. That it was told is committed before the
mail goes out: who dies between the change and that tells it at the next look.
The path's page says the same.
"""

from trac.util.text import shorten_line

from learning import chaos, timestamps
from learning.notices import (MAX_AGE_DAYS, LearnerEvent, LearnerFormatter,
                              LearnerSubscriber, send_due_notices)
from learning.paths.path import PROPOSED, UNAVAILABLE, Paths
from learning.paths.step import read_steps
from learning.paths.view import REASONS, detail_of
from learning.translation import _, gettext

REALM = 'learning-path'


class PathNotices(object):
    """What learners are to be told of paths.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def send_due(self):
        """Tell of every path of which its learner was not told yet. Not
        inside a transaction."""
        due = self.env.db_query("""
            SELECT id, learner FROM learning_path
            WHERE notified_at IS NULL AND state IN (%s, %s)
            AND changed_at>=%s ORDER BY changed_at
            """, (PROPOSED, UNAVAILABLE,
                  timestamps.now() - MAX_AGE_DAYS * timestamps.DAY))
        send_due_notices(self.env, due, self._claim, PathEvent)

    # Internal methods

    def _claim(self, ident):
        """The `Path`, for one of all that would tell."""
        with self.env.db_transaction as db:
            cursor = db.cursor()
            cursor.execute(
                "UPDATE learning_path SET notified_at=%s WHERE id=%s "
                "AND notified_at IS NULL AND state IN (%s, %s)",
                (timestamps.now(), ident, PROPOSED, UNAVAILABLE))
            if cursor.rowcount != 1:
                return None
        chaos.point('path_notice_claimed')
        return Paths(self.env).get(ident)


class PathEvent(LearnerEvent):
    """A path is proposed, or unavailable.

    :param path: the `Path`. :param username: its learner's.
    """

    def __init__(self, path, username):
        super(PathEvent, self).__init__(REALM, path.state, path.id,
                                        path.changed_at, username)
        self.path = path


class PathSubscriber(LearnerSubscriber):
    """Learners are told of their own paths, unless they want otherwise."""

    realm = REALM

    def description(self):
        return _("A learning path that I asked for is ready, or there is "
                 "none")


class PathFormatter(LearnerFormatter):
    """Says it in a mail."""

    realm = REALM

    def subject(self, event):
        path = event.path
        title = shorten_line(' '.join((path.title or path.goal).split()))
        if path.state == PROPOSED:
            return _("Your path is ready: %(title)s", title=title)
        return _("There is no such path: %(title)s", title=title)

    def body(self, event):
        path = event.path
        yield _("You asked for: %(goal)s", goal=path.goal)
        if path.state == PROPOSED:
            steps = read_steps(path.document)
            yield _("%(count)s steps, %(minutes)s minutes. Nothing is made "
                    "before you accept it:", count=len(steps),
                    minutes=sum(step.minutes for step in steps))
        else:
            reason = REASONS.get(path.document.get('reason'))
            yield u' '.join(filter(None, (
                gettext(reason) if reason else '',
                detail_of(path.document))))
        yield self.env.abs_href.learning('path', path.id)
