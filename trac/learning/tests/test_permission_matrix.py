# -*- coding: utf-8 -*-
"""Who may do what in a school's Trac: each role on each action, Trac's own
and ours. An action that has no line here makes the test fail: decide first.
"""

import io
import os
import unittest

from trac.admin.api import AdminCommandManager
from trac.core import Component, implements
from trac.loader import load_components
from trac.perm import (DefaultPermissionPolicy, DefaultPermissionStore,
                       IPermissionRequestor, PermissionCache,
                       PermissionSystem)
from trac.resource import Resource
from trac.ticket.model import Ticket

from learning.admin import commands
from learning.permissions import audit
from learning.tests.question_case import (AUTHOR, LEARNER, OPERATOR, OTHER,
                                          SUBS, QuestionTestCase)
from learning.tickets.hiding import TicketHiding
from learning.users.account import Accounts
from learning.wiki_material.marking import Marking

SCHOOL = os.path.join(os.path.dirname(__file__), *(
    ['..'] * 3 + ['services', 'progress', 'alembic', 'versions',
                  '006_permissions.sql']))
ROLES = ('anonymous', LEARNER, AUTHOR, OPERATOR)

#: + allowed, - denied: anonymous, learner, author, operator.
MATRIX = """
BROWSER_VIEW             + + + +
CHANGESET_VIEW           + + + +
CONFIG_VIEW              - - - -
EMAIL_VIEW               - - - -
FILE_VIEW                + + + +
LEARNING_ANSWER          - + + +
LEARNING_AUTHOR          - - + -
LEARNING_OPERATE         - - - +
LEARNING_VIEW            - + + +
LOG_VIEW                 + + + +
MILESTONE_ADMIN          - - - -
MILESTONE_CREATE         - - - -
MILESTONE_DELETE         - - - -
MILESTONE_MODIFY         - - - -
MILESTONE_VIEW           + + + +
PERMISSION_ADMIN         - - - -
PERMISSION_GRANT         - - - -
PERMISSION_REVOKE        - - - -
REPORT_ADMIN             - - - -
REPORT_CREATE            - - - -
REPORT_DELETE            - - - -
REPORT_MODIFY            - - - -
REPORT_SQL_VIEW          + + + +
REPORT_VIEW              + + + +
ROADMAP_ADMIN            - - - -
ROADMAP_VIEW             + + + +
SEARCH_VIEW              + + + +
TICKET_ADMIN             - - - -
TICKET_APPEND            - + + +
TICKET_BATCH_MODIFY      - - - -
TICKET_CHGPROP           - - + -
TICKET_CREATE            - - + -
TICKET_EDIT_CC           - - - -
TICKET_EDIT_COMMENT      - - - -
TICKET_EDIT_DESCRIPTION  - - + -
TICKET_MODIFY            - - + -
TICKET_VIEW              + + + +
TIMELINE_VIEW            + + + +
TRAC_ADMIN               - - - -
VERSIONCONTROL_ADMIN     - - - -
WIKI_ADMIN               - - - -
WIKI_CREATE              - - + -
WIKI_DELETE              - - + -
WIKI_MODIFY              - - + -
WIKI_RENAME              - - + -
WIKI_VIEW                + + + +
"""

#: The same on one thing: what only some of the actions mean there.
ON_THINGS = """
another's question  TICKET_VIEW              - - + +
another's question  TICKET_APPEND            - - + +
another's question  TICKET_CHGPROP           - - + -
one's own question  TICKET_VIEW              - + + +
one's own question  TICKET_APPEND            - + + +
one's own question  TICKET_CHGPROP           - - + -
one's own question  TICKET_EDIT_DESCRIPTION  - - + -
one's own question  LEARNING_ANSWER          - + + +
ticket of a learner TICKET_APPEND            - + + +
ticket of a learner TICKET_CHGPROP           - - + -
ticket of a learner TICKET_EDIT_DESCRIPTION  - + + -
material page       WIKI_VIEW                + + + +
material page       WIKI_MODIFY              - - + -
material page       WIKI_DELETE              - - + -
material page       WIKI_RENAME              - - + -
other page          WIKI_MODIFY              - - + -
other page          WIKI_DELETE              - - + -
attachment of page  ATTACHMENT_VIEW          + + + +
attachment of page  ATTACHMENT_CREATE        - - + -
attachment of shared question  ATTACHMENT_CREATE  - + + +
"""


class NewActions(Component):
    """What another plugin, or the next Trac, brings."""

    implements(IPermissionRequestor)

    def __init__(self):
        self.actions = []

    def get_permission_actions(self):
        return self.actions


class MatrixCase(QuestionTestCase):

    maxDiff = None

    def setUp(self):
        super(MatrixCase, self).setUp()
        load_components(self.env)
        TicketHiding(self.env)      # it puts our policy first
        self.env.config.set('trac', 'permission_policies',
                            'DefaultWikiPolicy, DefaultTicketPolicy, '
                            'DefaultPermissionPolicy, LegacyAttachmentPolicy')
        self.permit_as_school()

    def permit_as_school(self):
        """What migration 006 does to a new database."""
        with io.open(SCHOOL, encoding='utf-8') as script:
            lines = [line for line in script if not line.startswith('--')]
        with self.env.db_transaction as db:
            for statement in ''.join(lines).split(';'):
                if statement.strip():
                    db(statement)
        del DefaultPermissionStore(self.env)._all_permissions
        DefaultPermissionPolicy(self.env).permission_cache.clear()

    def signs(self, action, resource=None):
        """`+ - + -` as the roles may or may not."""
        return ' '.join(
            '+' if action in PermissionCache(self.env, role, resource)
            else '-' for role in ROLES)

    def undecided(self):
        return set(PermissionSystem(self.env).get_actions()) - set(rows())


def rows():
    """{action: signs}"""
    return dict(line.split(None, 1) for line in MATRIX.strip().splitlines())


class MatrixTestCase(MatrixCase):

    def test_each_role_on_each_action_is_as_decided(self):
        found = {action: self.signs(action) for action in rows()}
        self.assertEqual(rows(), found)

    def test_matrix_has_a_row_for_every_action(self):
        self.assertEqual(set(), self.undecided())
        self.assertEqual(set(rows()),
                         set(PermissionSystem(self.env).get_actions()))

    def test_action_without_a_row_is_reported_as_undecided(self):
        NewActions(self.env).actions = ['WIKI_SHRED']
        del PermissionSystem(self.env).actions
        self.assertEqual({'WIKI_SHRED'}, self.undecided())

    def test_each_role_on_one_thing_is_as_decided(self):
        things = self.things()
        for line in ON_THINGS.strip().splitlines():
            words = line.split()
            name, action = ' '.join(words[:-5]), words[-5]
            self.assertEqual(' '.join(words[-4:]),
                             self.signs(action, things[name]), line)

    def test_learners_hold_what_the_audit_names_and_nothing_else(self):
        self.assertEqual([], audit.beyond_need(self.env))
        self.assertEqual(audit.LEARNERS_NEED, {
            action for action, signs in rows().items() if signs[2] == '+'})

    def things(self):
        """{name: resource}"""
        plain = Ticket(self.env)
        plain.populate({'summary': 'plain', 'reporter': LEARNER})
        plain.insert()
        Marking(self.env).mark_pages('Course/',
                                     Accounts(self.env).of_user(AUTHOR))
        page = Resource('wiki', 'Course/A')
        return {
            "another's question": Resource('ticket',
                                           self.ticket(SUBS[OTHER])),
            "one's own question": Resource('ticket',
                                           self.ticket(SUBS[LEARNER])),
            'ticket of a learner': plain.resource, 'material page': page,
            'other page': Resource('wiki', 'WikiStart'),
            'attachment of page': page.child('attachment', 'a.txt'),
            'attachment of shared question': Resource(
                'ticket', self.ticket()).child('attachment', 'a.txt')}


class AuditTestCase(QuestionTestCase):

    def test_existing_trac_is_told_what_learners_hold(self):
        self.assertEqual(['TICKET_CHGPROP', 'TICKET_CREATE', 'TICKET_MODIFY',
                          'WIKI_CREATE', 'WIKI_MODIFY'],
                         audit.beyond_need(self.env))
        said = audit.describe_permissions(self.env)
        self.assertIn('TICKET_CREATE', said)
        self.assertIn('waits for an author', said)

    def test_command_prints_what_learners_hold(self):
        said = []
        self.addCleanup(setattr, commands, 'printout', commands.printout)
        commands.printout = said.append
        AdminCommandManager(self.env).execute_command('learning',
                                                      'permissions')
        self.assertEqual([audit.describe_permissions(self.env)], said)

    def test_what_learners_need_is_not_reported(self):
        system = PermissionSystem(self.env)
        for action in ('TICKET_CREATE', 'TICKET_MODIFY', 'WIKI_CREATE',
                       'WIKI_MODIFY'):
            system.revoke_permission('authenticated', action)
        system.grant_permission('authenticated', 'TICKET_APPEND')
        self.assertIn('hold nothing else',
                      audit.describe_permissions(self.env))


if __name__ == '__main__':
    unittest.main()
