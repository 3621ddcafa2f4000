# -*- coding: utf-8 -*-

import unittest

import trac.web.auth  # noqa: F401
from trac.perm import PermissionSystem

from learning.tests import compiled
from learning.tests.browser import Browser
from learning.tests.cognito_stub import token
from learning.tests.private_ticket_case import SECRET, PrivateTicketTestCase


class DisabledTestCase(PrivateTicketTestCase):
    """Switched off, the plugin leaves Trac as it was, tables and all."""

    def setUp(self):
        super(DisabledTestCase, self).setUp()
        self.env.config.set('components', 'learning.*', 'disabled')
        self.env.config.set('components', 'trac.web.auth.loginmodule',
                            'enabled')
        # As after a restart: what Trac keeps of components is gone.
        self.env.__dict__.pop('_component_rules', None)
        self.env.enabled.clear()
        self.env.components.clear()
        compiled.Compiled().clear()     # the plugin's own are others
        self.addCleanup(compiled.Compiled().clear)
        self.anonymous = Browser(self.env)

    def test_pages_need_no_sign_in(self):
        for url in ('/trac/timeline', '/trac/query?status=new',
                    '/trac/report/1', '/trac/search?q=x', '/trac/roadmap'):
            reply = self.anonymous.get(url)
            self.assertEqual(200, reply.status, url)
            self.assertIn('href="/trac/login"', reply.body)

    def test_everybody_sees_every_ticket(self):
        self.assertIn(SECRET, self.anonymous.get(
            '/trac/query?status=new&col=summary').body)
        self.assertEqual(200, self.anonymous.get(
            '/trac/ticket/%d' % self.own).status)

    def test_a_token_signs_nobody_in(self):
        reply = self.anonymous.get('/trac/timeline',
                                   HTTP_AUTHORIZATION='Bearer ' + token())
        self.assertNotIn('logged in as', reply.body)
        self.assertEqual(0, self.cognito.count('/jwks'))

    def test_permissions_of_the_plugin_are_unknown(self):
        permissions = PermissionSystem(self.env)
        self.assertFalse([a for a in permissions.get_actions()
                          if a.startswith('LEARNING')])
        self.assertNotIn('LEARNING_AUTHOR', permissions.get_user_permissions(
            'author@demo.test'))

    def test_nothing_needs_an_upgrade(self):
        self.assertFalse(self.env.needs_upgrade())


if __name__ == '__main__':
    unittest.main()
