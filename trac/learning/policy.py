# -*- coding: utf-8 -*-
"""A learner's own ticket is for that learner and for staff.

`[trac] permission_policies` need not name the policy: while the plugin is
enabled it always comes first. (Named there, it would break Trac as soon as
the plugin is disabled, and forgotten there, it would hide nothing.)
"""

from trac.core import Component, implements
from trac.perm import IPermissionPolicy, PermissionCache

from learning.account import Accounts

#: Who may do one of these sees everybody's tickets.
STAFF = ('LEARNING_AUTHOR', 'LEARNING_OPERATE')

#: Tickets whose owners are read in one query: the rows of a list are checked
#: one by one, and mostly lie close together.
BLOCK = 1000


class LearningPolicy(Component):
    """Hides a learner's own tickets, and what hangs on them, from others."""

    implements(IPermissionPolicy)

    # IPermissionPolicy methods

    def check_permission(self, action, username, resource, perm):
        """False, or None: it never grants anything."""
        ticket = ticket_of(resource)
        if ticket is None or action in STAFF or action == 'TRAC_ADMIN':
            return None
        kept = cache_of(perm)
        owner = self._owner(ticket, kept)
        if not owner or owner == self._sub(username, kept):
            return None
        return None if self._is_staff(username, kept) else False

    # Public API

    def stranger(self, username):
        """The sub (perhaps '') of a person who sees no one else's tickets;
        None for staff."""
        if is_staff(self.env, username):
            return None
        return self._sub(username, {})

    # Internal methods

    def _owner(self, ticket, kept):
        block = ticket // BLOCK
        key = (LearningPolicy, 'block', block)
        if key not in kept:
            kept[key] = dict(self.env.db_query("""
                SELECT ticket, learner FROM learning_question
                WHERE ticket >= %s AND ticket < %s AND learner <> ''
                """, (block * BLOCK, (block + 1) * BLOCK)))
        return kept[key].get(ticket)

    def _sub(self, username, kept):
        key = (LearningPolicy, 'sub', username)
        if key not in kept:
            account = Accounts(self.env).of_user(username)
            kept[key] = account.sub if account else ''
        return kept[key]

    def _is_staff(self, username, kept):
        key = (LearningPolicy, 'staff', username)
        if key not in kept:
            kept[key] = is_staff(self.env, username)
        return kept[key]


def is_staff(env, username):
    """Does this person see everybody's tickets?"""
    perm = PermissionCache(env, username)
    return any(action in perm for action in STAFF)


def ticket_of(resource):
    """The number of the ticket that a resource is or lies on, or None."""
    while resource is not None:
        if resource.realm == 'ticket' and resource.id is not None:
            try:
                return int(resource.id)
            except (TypeError, ValueError):
                return None
        resource = resource.parent
    return None


def cache_of(perm):
    """Where answers are kept: as long as Trac keeps its own decisions, which
    is a request, or the writing of one mail."""
    return perm._cache if isinstance(perm, PermissionCache) else {}
