# -*- coding: utf-8 -*-
"""Two learners, an author, an operator, and a ticket that is Ada's alone."""

import trac.ticket.batch  # noqa: F401
from trac.perm import PermissionSystem
from trac.ticket.model import Ticket

from learning.questions.question import Question, insert_question
from learning.tests.browser import Browser
from learning.tests.cognito_stub import token
from learning.tests.sign_in_case import SigningInTestCase
from learning.tickets.hiding import TicketHiding
from learning.users.account import Accounts
from learning.users.addresses import AddressHiding
from learning.users.author_names import AuthorNames

PEOPLE = {'ada': (), 'bob': (), 'author': ('authors',),
          'operator': ('operators',)}
SECRET = 'zebra'


class PrivateTicketTestCase(SigningInTestCase):

    def setUp(self):
        super(PrivateTicketTestCase, self).setUp()
        for participant in (TicketHiding, AuthorNames, AddressHiding):
            participant(self.env)
        self.env.config.set('trac', 'permission_policies',
                            'DefaultWikiPolicy, DefaultTicketPolicy, '
                            'DefaultPermissionPolicy, LegacyAttachmentPolicy')
        for name, groups in PEOPLE.items():
            Accounts(self.env).bind('sub-' + name, name + '@demo.test', name,
                                    groups, 1)
        PermissionSystem(self.env).grant_permission('authenticated',
                                                    'TICKET_BATCH_MODIFY')
        self.shared = self.ticket('A shared question')
        self.own = self.ticket('The %s question' % SECRET, 'sub-ada')

    def ticket(self, summary, learner=''):
        """A ticket with its question, in one transaction."""
        with self.env.db_transaction as db:
            ticket = Ticket(self.env)
            ticket.populate({'summary': summary, 'status': 'new',
                             'reporter': 'author@demo.test',
                             'description': summary + ' described',
                             'owner': 'ada@demo.test' if learner else ''})
            ticket.insert()
            insert_question(db, Question(ticket.id, 1, 'Q', 'R', [], [],
                                         learner, 'author', 1))
        return ticket.id

    def browse(self, name):
        browser = Browser(self.env)
        browser.jar['trac_id'] = token(
            sub='sub-' + name, email=name + '@demo.test',
            **{'cognito:groups': list(PEOPLE[name])}), '/trac'
        return browser
