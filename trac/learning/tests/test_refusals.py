# -*- coding: utf-8 -*-

import unittest

from trac.perm import PermissionSystem

from learning.grades.page import GradesPage
from learning.operations.page import OperatePage
from learning.tests.browser import Browser
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.web.refusals import Refusals

WAY_ON = '<a href="/trac/learning">To Learning</a>'
TRACS = ('privileges', 'TracGuide', 'Trac Error', 'Error:')


class RefusalsTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(RefusalsTestCase, self).setUp()
        for component in (Refusals, GradesPage, OperatePage):
            component(self.env)
        self.ada = self.browse('ada')

    def read(self, path, status, browser=None):
        reply = (browser or self.ada).get('/trac' + path)
        self.assertEqual(status, reply.status, path)
        return reply.body.split('<div id="content"')[1].split(
            '<div id="footer"')[0]

    def check(self, page, *said):
        for words in said + (WAY_ON,):
            self.assertIn(words, page)
        for words in TRACS:
            self.assertNotIn(words, page)

    def test_page_for_others_says_for_whom_it_is(self):
        for path, said in (
                ('/learning/operate', '<h1>This page is for operators.</h1>'),
                ('/learning/grades', '<h1>This page is for authors.</h1>')):
            self.check(self.read(path, 403), said)

    def test_what_another_permission_closes_is_said_without_its_name(self):
        page = self.read('/ticket/%d' % self.own, 403, self.browse('bob'))
        self.check(page, '<h1>This is not open to you.</h1>')
        self.assertNotIn('TICKET_VIEW', page)

    def test_page_that_is_not_there_says_so_with_the_reason_if_there_is_one(
            self):
        said = '<h1>There is no such page.</h1>'
        page = self.read('/nowhere', 404)
        self.check(page, said)
        self.assertNotIn('No handler', page)
        self.check(self.read('/ticket/99', 404), said,
                   'Ticket 99 does not exist.')

    def test_who_may_not_learn_is_led_nowhere(self):
        PermissionSystem(self.env).revoke_permission('cognito',
                                                     'LEARNING_ANSWER')
        page = self.read('/nowhere', 404)
        self.assertNotIn('To Learning', page)

    def test_who_administers_trac_reads_which_permission_it_is(self):
        PermissionSystem(self.env).grant_permission('ada@demo.test',
                                                    'TRAC_ADMIN')
        page = self.read('/nowhere', 404)
        self.assertIn('No handler matched', page)
        self.assertIn('TracGuide', page)

    def test_who_is_not_signed_in_is_led_to_sign_in(self):
        reply = Browser(self.env).get('/trac/learning/operate')
        self.assertEqual(302, reply.status)
        self.env.config.set('learning', 'require_login', 'false')
        page = self.read('/learning/operate', 403, Browser(self.env))
        self.assertIn('LEARNING_OPERATE privileges', page)


if __name__ == '__main__':
    unittest.main()
