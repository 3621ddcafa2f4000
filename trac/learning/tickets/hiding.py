# -*- coding: utf-8 -*-
"""Where Trac shows tickets without asking any policy.

Counts and groups of queries and reports come straight out of the database,
subscriptions go to whoever subscribed, and a batch change asks about no
single ticket. Mails and changes have extension points; for the others the
few methods concerned are wrapped, once in a process and only when an
environment with this plugin enabled is opened. They do nothing in any other.
"""

from functools import wraps

from trac.core import implements
from trac.notification.api import INotificationSubscriber, NotificationSystem
from trac.perm import PermissionCache, PermissionSystem
from trac.resource import Resource
from trac.ticket.api import ITicketManipulator
from trac.ticket.query import Query
from trac.ticket.report import ReportModule

from learning.participant import Participant
from learning.permissions.policy import LearningPolicy
from learning.tickets import sql_filter
from learning.translation import _
from learning.users.names import AUTHOR

#: Before any rule that people make (these begin with 1).
FIRST_PRIORITY = 0


class TicketHiding(Participant):
    """Keeps a learner's own tickets out of mails, batch changes, counts."""

    implements(INotificationSubscriber, ITicketManipulator)

    def __init__(self):
        install()

    # INotificationSubscriber methods

    def matches(self, event):
        """A "never" for whoever may not see the ticket, and of a grade for
        the learner, who is told by `learning.answers.grade_notices`."""
        if event.realm != 'ticket' or event.target is None:
            return
        ticket = Resource('ticket', event.target.id)
        told = learner_of(self.env, ticket.id) if is_grade(event) else None
        for subscriber in NotificationSystem(self.env).subscribers:
            if subscriber is self:
                continue
            for found in subscriber.matches(event):
                if found and (told and found[2] == told or self._hidden(
                        ticket, found[2], found[3])):
                    yield ((self.__class__.__name__,) + tuple(found[1:6]) +
                           (FIRST_PRIORITY, 'never'))

    def description(self):
        return None     # nothing that a person could choose

    def default_subscriptions(self):
        return []

    def requires_authentication(self):
        return True

    # ITicketManipulator methods

    def prepare_ticket(self, req, ticket, fields, actions):
        pass

    def validate_ticket(self, req, ticket):
        if ticket.exists and LearningPolicy(self.env).check_permission(
                'TICKET_VIEW', req.authname, ticket.resource,
                req.perm) is False:
            yield None, _("Ticket #%(id)s is not yours to change.",
                          id=ticket.id)

    # Internal methods

    def _hidden(self, ticket, sid, authenticated):
        username = sid if sid and authenticated else 'anonymous'
        return LearningPolicy(self.env).check_permission(
            'TICKET_VIEW', username, ticket,
            PermissionCache(self.env, username)) is False


def is_grade(event):
    """Is it the comment that says a grade?"""
    return getattr(event, 'author', None) == AUTHOR


def learner_of(env, ticket):
    """User name of the learner whose own ticket it is, or None."""
    for username, in env.db_query("""
            SELECT a.username FROM learning_question q
            JOIN learning_account a ON a.sub=q.learner WHERE q.ticket=%s
            """, (ticket,)):
        return username


class PoliciesWithOurs(object):
    """`PermissionSystem.policies` with `LearningPolicy` at its head."""

    def __init__(self, option):
        self.option = option

    def __get__(self, instance, owner):
        found = self.option.__get__(instance, owner)
        if instance is None or not instance.env.is_enabled(LearningPolicy):
            return found
        ours = LearningPolicy(instance.env)
        return [ours] + [policy for policy in found if policy is not ours]

    def __set__(self, instance, value):
        self.option.__set__(instance, value)


def install():
    """Wrap what has no extension point. Once is enough."""
    if isinstance(vars(PermissionSystem)['policies'], PoliciesWithOurs):
        return
    PermissionSystem.policies = PoliciesWithOurs(
        vars(PermissionSystem)['policies'])
    Query.get_sql = _query_sql(Query.get_sql)
    ReportModule.execute_paginated_report = _report(
        ReportModule.execute_paginated_report)


def _query_sql(original):
    @wraps(original)
    def get_sql(self, req=None, cached_ids=None, authname=None, *args, **kw):
        sql, values = original(self, req, cached_ids, authname, *args, **kw)
        username = req.authname if req is not None else authname
        if username is not None and self.env.is_enabled(TicketHiding):
            sql = sql_filter.filter_tickets(self.env, username, sql)
        return sql, values
    return get_sql


def _report(original):
    @wraps(original)
    def execute_paginated_report(self, req, id, sql, *args, **kw):
        if self.env.is_enabled(TicketHiding):
            sql = sql_filter.filter_tickets(self.env, req.authname, sql)
        return original(self, req, id, sql, *args, **kw)
    return execute_paginated_report
