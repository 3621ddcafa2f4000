# -*- coding: utf-8 -*-

import unittest

from learning.tests.sign_in_case import SigningInTestCase


class SignOutTestCase(SigningInTestCase):

    def setUp(self):
        super(SignOutTestCase, self).setUp()
        self.cognito.reply['RevokeToken'] = 200, {}
        self.signed_in().get('/trac/timeline')
        self.assertIn('trac_form_token', self.browser.jar)

    def leave(self):
        reply = self.browser.post('/trac/logout')
        self.assertEqual((307, '/trac/login/refresh/revoke'),
                         (reply.status, reply.headers['Location']))
        return self.browser.follow(reply)

    def test_sign_out_revokes_and_clears_cookies(self):
        reply = self.leave()
        self.assertEqual(303, reply.status)
        self.assertEqual('https://hosted.test/logout?client_id=webclient&'
                         'logout_uri=http%3A%2F%2Ftrac.test%2Ftrac',
                         reply.headers['Location'])
        self.assertEqual({}, self.browser.jar)
        self.assertEqual(('RevokeToken', {'ClientId': 'webclient',
                                          'Token': 'refresh-1'}),
                         self.cognito.seen[-1])
        self.assertEqual(302, self.browser.get('/trac/timeline').status)

    def test_sign_out_while_cognito_is_down_clears_cookies(self):
        self.env.config.set('learning', 'cognito_endpoint',
                            'http://127.0.0.1:1/')
        self.assertEqual(303, self.leave().status)
        self.assertEqual({}, self.browser.jar)

    def test_sign_out_with_an_expired_token_clears_cookies(self):
        self.expired()
        self.assertEqual(303, self.leave().status)
        self.assertEqual({}, self.browser.jar)

    def test_another_site_signs_nobody_out(self):
        for kind in ('text/plain', 'application/x-www-form-urlencoded', ''):
            for path in ('/trac/logout', '/trac/login/refresh/revoke'):
                reply = self.browser.post(path, body='__FORM_TOKEN=guess',
                                          CONTENT_TYPE=kind)
                self.assertEqual(400, reply.status)
        self.assertIn('trac_id', self.browser.jar)
        self.assertEqual(0, self.cognito.count('RevokeToken'))

    def test_a_link_signs_nobody_out(self):
        reply = self.browser.get('/trac/logout')
        self.assertEqual(200, reply.status)
        self.assertIn('method="post"', reply.body)
        reply = self.browser.get('/trac/login/refresh/revoke')
        self.assertEqual('/trac/logout', reply.headers['Location'])
        self.assertIn('trac_id', self.browser.jar)


if __name__ == '__main__':
    unittest.main()
