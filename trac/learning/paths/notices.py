# -*- coding: utf-8 -*-
"""Tells learners that a path is ready, or that there is none.

By Trac's own notifications: `[notification]` sends the mail, `PathSubscriber`
says to whom, and a learner's preferences decide. Each path is told of once at
most. That it was told is committed before the mail goes out: who dies between
the change and that tells it at the next look, who dies while the mail goes
out, or whose mail server says no, loses it. The path's page says the same.
"""

from trac.core import Component, implements
from trac.notification.api import (IEmailDecorator, INotificationFormatter,
                                   INotificationSubscriber,
                                   NotificationEvent, NotificationSystem)
from trac.notification.mail import RecipientMatcher, set_header
from trac.notification.model import Subscription
from trac.resource import Resource
from trac.util.datefmt import from_utimestamp
from trac.util.text import exception_to_unicode, shorten_line

from learning import chaos, timestamps
from learning.paths.path import PROPOSED, UNAVAILABLE, Paths
from learning.paths.step import read_steps
from learning.paths.view import REASONS
from learning.translation import _, gettext
from learning.users.account import Accounts

REALM = 'learning-path'
#: Older ones are no news: Trac was restored, or sync was off.
MAX_AGE_DAYS = 1
#: As Trac's own subscriptions have it where trac.ini says nothing.
PRIORITY = 100


class PathNotices(object):
    """What learners are to be told of paths.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def send_due(self):
        """Tell of every path of which its learner was not told yet. Not
        inside a transaction."""
        for ident, learner in self.env.db_query("""
                SELECT id, learner FROM learning_path
                WHERE notified_at IS NULL AND state IN (%s, %s)
                AND changed_at>=%s ORDER BY changed_at
                """, (PROPOSED, UNAVAILABLE,
                      timestamps.now() - MAX_AGE_DAYS * timestamps.DAY)):
            account = Accounts(self.env).of_sub(learner)
            if account and self._claim(ident):
                chaos.point('path_notice_claimed')
                self._send(Paths(self.env).get(ident), account.username)

    # Internal methods

    def _claim(self, ident):
        """True for one of all that would tell."""
        with self.env.db_transaction as db:
            cursor = db.cursor()
            cursor.execute(
                "UPDATE learning_path SET notified_at=%s WHERE id=%s "
                "AND notified_at IS NULL AND state IN (%s, %s)",
                (timestamps.now(), ident, PROPOSED, UNAVAILABLE))
            return cursor.rowcount == 1

    def _send(self, path, username):
        try:
            NotificationSystem(self.env).notify(PathEvent(path, username))
        except Exception as e:
            self.env.log.error("No mail about path %s: %s", path.id,
                               exception_to_unicode(e))


class PathEvent(NotificationEvent):
    """A path is proposed, or unavailable.

    :param path: the `Path`. :param username: its learner's.
    """

    def __init__(self, path, username):
        super(PathEvent, self).__init__(
            REALM, path.state, Resource(REALM, path.id),
            from_utimestamp(path.changed_at))
        self.path = path
        self.username = username


class PathSubscriber(Component):
    """Learners are told of their own paths, unless they want otherwise."""

    implements(INotificationSubscriber)

    # INotificationSubscriber methods

    def matches(self, event):
        if event.realm != REALM:
            return
        found = RecipientMatcher(self.env).match_recipient(event.username)
        if not found:
            return
        sid, authenticated, address = found
        for name, distributor, style, priority, adverb in \
                self.default_subscriptions():
            yield (name, distributor, sid, authenticated, address, style,
                   priority, adverb)
        if sid:
            for rule in Subscription.find_by_sids_and_class(
                    self.env, {(sid, authenticated)},
                    self.__class__.__name__):
                yield rule.subscription_tuple()

    def description(self):
        return _("A learning path that I asked for is ready, or there is "
                 "none")

    def default_subscriptions(self):
        """Without a word in `[notification-subscriber]`: by e-mail."""
        name = self.__class__.__name__
        return list(NotificationSystem(self.env).default_subscriptions(
            name)) or [(name, 'email', None, PRIORITY, 'always')]

    def requires_authentication(self):
        return True


class PathFormatter(Component):
    """Says it in a mail."""

    implements(IEmailDecorator, INotificationFormatter)

    # INotificationFormatter methods

    def get_supported_styles(self, transport):
        yield 'text/plain', REALM

    def format(self, transport, style, event):
        if event.realm == REALM:
            return u'\n\n'.join(self._paragraphs(event.path)) + u'\n'

    # IEmailDecorator methods

    def decorate_message(self, event, message, charset):
        if event.realm != REALM:
            return
        prefix = self.config.get('notification', 'smtp_subject_prefix')
        if prefix == '__default__':
            prefix = '[%s]' % self.env.project_name
        set_header(message, 'Subject', ' '.join(
            (prefix + ' ' + subject_of(event.path)).split()), charset)

    # Internal methods

    def _paragraphs(self, path):
        yield subject_of(path)
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
                path.document.get('detail'))))
        yield self.env.abs_href.learning('path', path.id)
        yield _("Which mails you get is said here:") + u'\n' + \
            self.env.abs_href.prefs('notification')


def subject_of(path):
    """What it is about, in one line."""
    title = shorten_line(' '.join((path.title or path.goal).split()))
    if path.state == PROPOSED:
        return _("Your path is ready: %(title)s", title=title)
    return _("There is no such path: %(title)s", title=title)
