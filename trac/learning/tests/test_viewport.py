# -*- coding: utf-8 -*-

import unittest

from learning.tests.browser import Browser
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.web.chrome import Viewport

META = 'content="width=device-width, initial-scale=1" name="viewport"'


class ViewportTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(ViewportTestCase, self).setUp()
        Viewport(self.env)

    def assert_one_viewport(self, browser, path, status, **headers):
        reply = browser.get(path, **headers)
        self.assertEqual(status, reply.status, path)
        self.assertEqual(1, reply.body.count('name="viewport"'), path)
        self.assertIn(META, reply.body, path)

    def test_each_page_of_trac_and_of_the_plugin_has_one_viewport(self):
        author = self.browse('author')
        for path in ('/trac/about', '/trac/report', '/trac/timeline',
                     '/trac/learning', '/trac/learning/material',
                     '/trac/ticket/%d' % self.shared):
            self.assert_one_viewport(author, path, 200)

    def test_each_error_page_has_one_viewport(self):
        author = self.browse('author')
        for path, status in (('/trac/ticket/99999', 404),
                             ('/trac/no/such/page', 404),
                             ('/trac/ticket/%d?version=x' % self.shared,
                              400)):
            self.assert_one_viewport(author, path, status)

    def test_page_of_the_sign_in_has_one_viewport(self):
        self.assert_one_viewport(Browser(self.env), '/trac/login/callback',
                                 400)
        self.assert_one_viewport(self.browse('ada'), '/trac/logout', 200)

    def test_page_that_refuses_an_answer_has_one_viewport(self):
        learner = self.browse('ada')
        learner.get('/trac/learning')
        reply = learner.post('/trac/learning/answer/%d' % self.shared,
                             {'answer': ''})
        self.assertEqual(400, reply.status)
        self.assertEqual(1, reply.body.count(META))

    def test_page_without_the_plugin_has_no_viewport(self):
        self.env.config.set('components', 'learning.web.chrome.Viewport',
                            'disabled')
        self.env.__dict__.pop('_component_rules', None)
        self.env.enabled.clear()
        self.env.components.clear()
        reply = self.browse('ada').get('/trac/about')
        self.assertEqual(200, reply.status)
        self.assertNotIn('viewport', reply.body)


if __name__ == '__main__':
    unittest.main()
