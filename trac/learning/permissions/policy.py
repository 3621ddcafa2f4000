# -*- coding: utf-8 -*-
"""A learner's own ticket is for that learner and for staff, one whose question
is a draft is for staff, and a ticket with a question is changed by authors:
learners answer it and comment on it. A wiki page that is learning material is
renamed and deleted by authors.

`[trac] permission_policies` need not name the policy: while the plugin is
enabled it always comes first. (Named there, it would break Trac as soon as
the plugin is disabled, and forgotten there, it would hide nothing.)
"""

from trac.core import Component, implements
from trac.perm import IPermissionPolicy, PermissionCache
from trac.resource import Resource
from trac.ticket.web_ui import DefaultTicketPolicy

from learning.users.account import Accounts
from learning.wiki_material.marks import Marks, covering_mark

#: Who may do one of these sees everybody's tickets.
STAFF = ('LEARNING_AUTHOR', 'LEARNING_OPERATE')

#: Tickets whose owners are read in one query: the rows of a list are checked
#: one by one, and mostly lie close together.
BLOCK_TICKETS = 1000


#: In place of whom a question is for: nobody's sub, so no learner's ticket.
DRAFT_ONLY = '(draft)'

#: What leaves a ticket as it is. Everything else that begins with TICKET_
#: changes it, also what another plugin or the next Trac brings.
READING = 'TICKET_VIEW'
COMMENTING = 'TICKET_APPEND'

#: What takes a page, or a version of it, from where it is taught. An edit
#: waits for an author; a deleted text could not.
TAKING_AWAY = ('WIKI_DELETE', 'WIKI_RENAME')


class LearningPolicy(Component):
    """Hides a learner's own tickets, and what hangs on them, from others.
    Keeps tickets with a question, and pages of the material, as their authors
    made them."""

    implements(IPermissionPolicy)

    # IPermissionPolicy methods

    def check_permission(self, action, username, resource, perm):
        """False, or None: it never grants anything."""
        if action in TAKING_AWAY:
            return self._take_away(username, resource, perm)
        ticket = ticket_of(resource)
        if ticket is None or action in STAFF or action == 'TRAC_ADMIN':
            return None
        kept = cache_of(perm)
        asked = self._asked(ticket, kept)
        if asked is None:
            return None
        if asked and asked != self._sub(username, kept) and \
                not self._is_staff(username, kept):
            return False
        if changes(action) and not self.is_author(ticket, username, kept):
            return self._own_comment(action, username, resource, perm)
        return None

    # Public API

    def restricted_sub(self, username):
        """The sub (perhaps '') of a person who sees no one else's tickets;
        None for staff."""
        if is_staff(self.env, username):
            return None
        return self._sub(username, {})

    def is_locked(self, ticket, username, perm=None):
        """Does the ticket have a question that this person is no author of?

        :param perm: the `PermissionCache` of the request, if there is one.
        """
        kept = cache_of(perm)
        return self._asked(ticket, kept) is not None and \
            not self.is_author(ticket, username, kept)

    def is_author(self, ticket, username, kept=None):
        """May this person write the ticket's question?"""
        return 'LEARNING_AUTHOR' in PermissionCache(
            self.env, username, Resource('ticket', ticket), kept)

    def show_as_released(self, ticket, learner, perm):
        """Let one `PermissionCache` see a ticket as if its draft were
        released.

        :param learner: the sub of whom the draft is for, '' for everyone.
        """
        kept = cache_of(perm)
        if self._asked(ticket, kept) is not None:
            kept[block_key(ticket)][ticket] = learner

    # Internal methods

    def _take_away(self, username, resource, perm):
        """False for a page of the material, unless an author asks."""
        if resource is None or resource.realm != 'wiki' or not resource.id:
            return None
        kept = cache_of(perm)
        key = (LearningPolicy, 'marks')
        if key not in kept:
            kept[key] = Marks(self.env).all()
        if covering_mark(kept[key], resource.id) and 'LEARNING_AUTHOR' not in \
                PermissionCache(self.env, username, resource, kept):
            return False
        return None

    def _own_comment(self, action, username, resource, perm):
        """None for the comment that this person wrote, False for the rest."""
        own = action == 'TICKET_EDIT_COMMENT' and DefaultTicketPolicy(
            self.env).check_permission(action, username, resource, perm)
        return None if own else False

    def _asked(self, ticket, kept):
        """Whom the ticket's question is for: a sub, '' for everyone,
        `DRAFT_ONLY` for no learner yet, or None without a question."""
        key = block_key(ticket)
        if key not in kept:
            block = ticket // BLOCK_TICKETS
            within = block * BLOCK_TICKETS, (block + 1) * BLOCK_TICKETS
            kept[key] = {found: learner or '' for found, learner in
                         self.env.db_query("""
                SELECT ticket, learner FROM learning_question
                WHERE ticket >= %s AND ticket < %s
                UNION ALL
                SELECT d.ticket, %s FROM learning_draft d
                WHERE d.ticket >= %s AND d.ticket < %s AND NOT EXISTS
                  (SELECT 1 FROM learning_question q WHERE q.ticket=d.ticket)
                """, within + (DRAFT_ONLY,) + within)}
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


def block_key(ticket):
    """Under which a `PermissionCache` keeps the tickets around this one."""
    return LearningPolicy, 'block', ticket // BLOCK_TICKETS


def changes(action):
    """Would this action leave a ticket other than it was?"""
    return action.startswith('TICKET_') and action != COMMENTING and \
        not action.startswith(READING)


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
