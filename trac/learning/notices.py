# -*- coding: utf-8 -*-
"""Mail to one learner, by Trac's own notifications.

`[notification]` sends it, a `LearnerSubscriber` says to whom, and the
learner's preferences decide. Whoever sends commits first that it was sent: who
dies between the two loses the mail, and so does whose mail server says no.
Nothing is sent twice.
"""

from trac.core import Component, implements
from trac.notification.api import (IEmailDecorator, INotificationFormatter,
                                   INotificationSubscriber,
                                   NotificationEvent, NotificationSystem)
from trac.notification.mail import RecipientMatcher, set_header
from trac.notification.model import Subscription
from trac.resource import Resource
from trac.util.datefmt import from_utimestamp
from trac.util.text import exception_to_unicode

from learning.translation import _, language_of
from learning.users.account import Accounts

#: As Trac's own subscriptions have it where trac.ini says nothing.
PRIORITY = 100
#: Older things are no news: Trac was restored, or sync was off.
MAX_AGE_DAYS = 1


class LearnerEvent(NotificationEvent):
    """What one learner is told.

    :param ident: of the thing in the realm. :param at: microseconds.
    :param username: the learner's.
    """

    def __init__(self, realm, category, ident, at, username):
        super(LearnerEvent, self).__init__(
            realm, category, Resource(realm, ident), from_utimestamp(at))
        self.username = username


def send_due_notices(env, due, claim, event):
    """Mail what learners were not told yet. Not inside a transaction.

    :param due: [(what `claim` takes, sub of the learner)]
    :param claim: commits that it was told, and returns what to tell; nothing
        where somebody else tells it.
    :param event: makes the `LearnerEvent` of what was claimed and a user
        name.
    """
    for ident, sub in due:
        account = Accounts(env).of_sub(sub)
        claimed = account and claim(ident)
        if claimed:
            send_notice(env, event(claimed, account.username))


def send_notice(env, event):
    """Mail it in its reader's language. Not inside a transaction; what fails
    is logged."""
    try:
        with language_of(env, event.username):
            NotificationSystem(env).notify(event)
    except Exception as e:
        env.log.error("No mail about %s %s: %s", event.realm,
                      event.target.id, exception_to_unicode(e))


class LearnerSubscriber(Component):
    """Learners are told what is theirs, unless they want otherwise."""

    abstract = True
    #: Whose events.
    realm = None

    implements(INotificationSubscriber)

    # INotificationSubscriber methods

    def matches(self, event):
        if event.realm != self.realm:
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
        raise NotImplementedError

    def default_subscriptions(self):
        """Without a word in `[notification-subscriber]`: by e-mail."""
        name = self.__class__.__name__
        return list(NotificationSystem(self.env).default_subscriptions(
            name)) or [(name, 'email', None, PRIORITY, 'always')]

    def requires_authentication(self):
        return True


class LearnerFormatter(Component):
    """Says it in a mail."""

    abstract = True
    #: Whose events.
    realm = None

    implements(IEmailDecorator, INotificationFormatter)

    # INotificationFormatter methods

    def get_supported_styles(self, transport):
        yield 'text/plain', self.realm

    def format(self, transport, style, event):
        if event.realm == self.realm:
            return u'\n\n'.join(self._paragraphs(event)) + u'\n'

    # IEmailDecorator methods

    def decorate_message(self, event, message, charset):
        if event.realm != self.realm:
            return
        prefix = self.config.get('notification', 'smtp_subject_prefix')
        if prefix == '__default__':
            prefix = '[%s]' % self.env.project_name
        set_header(message, 'Subject', ' '.join(
            (prefix + ' ' + self.subject(event)).split()), charset)

    # For subclasses

    def subject(self, event):
        """What it is about, in one line."""
        raise NotImplementedError

    def body(self, event):
        """The paragraphs below that."""
        raise NotImplementedError

    # Internal methods

    def _paragraphs(self, event):
        yield self.subject(event)
        for paragraph in self.body(event):
            yield paragraph
        yield _("Which mails you get is said here:") + u'\n' + \
            self.env.abs_href.prefs('notification')
