# -*- coding: utf-8 -*-

import hashlib
import unittest
from base64 import urlsafe_b64encode
from urlparse import parse_qs, urlsplit

from trac.perm import PermissionSystem

from learning.tests.browser import Browser
from learning.tests.cognito_stub import token
from learning.tests.sign_in_case import SigningInTestCase
from learning.users.account import Accounts


def query_of(reply):
    query = parse_qs(urlsplit(reply.headers['Location']).query)
    return {name: values[0] for name, values in query.items()}


class SignInTestCase(SigningInTestCase):

    def begin(self, url='/trac/login?next=/trac/ticket/1'):
        """Go to the hosted page: what it was asked for."""
        reply = self.browser.get(url)
        self.assertEqual(302, reply.status)
        return query_of(reply)

    def finish(self, asked, browser=None, **changes):
        """Come back from it with a code, as the person of `changes`."""
        claims = dict({'nonce': asked['nonce']}, **changes)

        def give(form):
            self.form = form
            return 200, {'id_token': token(**claims),
                         'access_token': 'x', 'refresh_token': 'refresh-1'}

        self.cognito.reply['/token'] = give
        return (browser or self.browser).get(
            '/trac/login/callback?code=c0de&state=' + asked['state'])

    def test_sign_in_begins_at_the_hosted_page(self):
        reply = self.browser.get('/trac/login?next=/trac/ticket/1')
        self.assertTrue(reply.headers['Location'].startswith(
            'https://hosted.test/oauth2/authorize?'))
        asked = query_of(reply)
        self.assertEqual('code', asked['response_type'])
        self.assertEqual('S256', asked['code_challenge_method'])
        self.assertEqual('webclient', asked['client_id'])
        self.assertEqual('http://trac.test/trac/login/callback',
                         asked['redirect_uri'])
        self.assertIn('openid', asked['scope'])

    def test_sign_in_leads_back_to_the_page_asked_for(self):
        asked = self.begin()
        reply = self.finish(asked)
        self.assertEqual((302, '/trac/ticket/1'),
                         (reply.status, reply.headers['Location']))
        challenge = hashlib.sha256(self.form['code_verifier']).digest()
        self.assertEqual(asked['code_challenge'],
                         urlsafe_b64encode(challenge).rstrip('='))
        self.assertEqual(asked['redirect_uri'], self.form['redirect_uri'])
        self.assertEqual('ada@demo.test',
                         Accounts(self.env).of_sub('sub-1').username)
        self.assertEqual(200, self.browser.get('/trac/timeline').status)
        self.assertEqual({'trac_id', 'trac_refresh'}, {
            n for n in self.browser.jar
            if n.startswith('trac_') and n not in ('trac_form_token',
                                                   'trac_session')})

    def test_sign_in_sets_private_cookies(self):
        reply = self.finish(self.begin())
        for name, path in (('trac_id', '/trac'),
                           ('trac_refresh', '/trac/login/refresh')):
            cookie = reply.cookies[name]
            self.assertEqual(path, cookie['path'])
            self.assertEqual(str(30 * 86400), cookie['max-age'])
            self.assertTrue(cookie['httponly'])
            self.assertTrue(cookie['secure'])
            self.assertEqual('', cookie['domain'])

    def test_a_callback_works_once(self):
        asked = self.begin()
        self.finish(asked)
        reply = self.finish(asked)      # "back" while signed in
        self.assertEqual('/trac', reply.headers['Location'])
        self.browser.jar.pop('trac_id')
        self.assertEqual(400, self.finish(asked).status)

    def test_callback_with_a_foreign_state_is_refused(self):
        asked = self.begin()
        mallory = Browser(self.env)
        calls = self.cognito.count('/token')
        self.assertEqual(400, self.finish(asked, mallory).status)
        for state in ('', 'x', asked['state'][:8], asked['state'] + 'x',
                      '%C3%A4', 'x' * 500, asked['state'][:8] + '.a.b.c'):
            reply = self.browser.get('/trac/login/callback?code=c&state=' +
                                     state)
            self.assertEqual(400, reply.status, state)
        self.assertEqual(400, self.browser.get('/trac/login/callback').status)
        self.assertEqual(calls, self.cognito.count('/token'))
        self.assertNotIn('trac_id', self.browser.jar)

    def test_callback_with_a_foreign_nonce_is_refused(self):
        for nonce in ('other', None, '', u'\xe4'):
            reply = self.finish(self.begin(), nonce=nonce)
            self.assertEqual(400, reply.status)
            self.assertNotIn('trac_id', self.browser.jar)

    def test_callback_with_a_bad_token_is_refused(self):
        for changes in ({'aud': 'x'}, {'key': 1}, {'exp': 1000},
                        {'token_use': 'access'}, {'email_verified': False},
                        {'email': 'no address'}):
            reply = self.finish(self.begin(), **changes)
            self.assertEqual(400, reply.status, changes)
            self.assertNotIn('trac_id', self.browser.jar)
            self.assertIn('/trac/login?next=%2Ftrac%2Fticket%2F1', reply.body)

    def test_callback_whose_name_another_holds_is_403(self):
        Accounts(self.env).bind('sub-9', 'ada@demo.test', '', (), 1)
        reply = self.finish(self.begin())
        self.assertEqual(403, reply.status)
        self.assertNotIn('trac_id', self.browser.jar)

    def test_callback_with_a_refused_code_is_400(self):
        asked = self.begin()
        self.cognito.reply['/token'] = 400, {'error': 'invalid_grant'}
        reply = self.browser.get('/trac/login/callback?code=c&state=' +
                                 asked['state'])
        self.assertEqual(400, reply.status)

    def test_callback_while_the_endpoint_is_down_is_503(self):
        for answer in ((500, 'x'), (200, 'no json'), (200, '[]'), (200, {}),
                       (400, {'error': 'other'}), (302, {})):
            asked = self.begin()
            self.cognito.reply['/token'] = answer
            reply = self.browser.get('/trac/login/callback?code=c&state=' +
                                     asked['state'])
            self.assertEqual(503, reply.status, answer)
            self.assertIn('Try again', reply.body)

    def test_callback_of_who_declined_is_400_and_asks_nothing(self):
        asked = self.begin()
        reply = self.browser.get(
            '/trac/login/callback?error=access_denied&error_description='
            '%3Cscript%3E&state=' + asked['state'])
        self.assertEqual(400, reply.status)
        self.assertNotIn('<script>%3C', reply.body)
        self.assertEqual(0, self.cognito.count('/token'))

    def test_sign_in_in_two_tabs_leads_each_to_its_page(self):
        one, two = self.begin(), self.begin('/trac/login?next=/trac/wiki/Two')
        self.assertEqual('/trac/wiki/Two',
                         self.finish(two).headers['Location'])
        self.browser.jar.pop('trac_id')
        self.assertEqual('/trac/ticket/1',
                         self.finish(one).headers['Location'])

    def test_abandoned_sign_ins_do_not_pile_up(self):
        for _ in range(20):
            self.begin()
        kept = [n for n in self.browser.jar if n.startswith('trac_pending_')]
        self.assertLessEqual(len(kept), 3)

    def test_next_stays_on_this_trac(self):
        for bad in ('https://evil.test/', '//evil.test', '/\\evil.test',
                    '/trac\\@evil', 'javascript:alert(1)', '/other',
                    '/tracx', '', '/trac/../other', '/trac/%2e%2e/other',
                    '/trac//evil.test',
                    '/trac/login/refresh', '/trac/logout', '/trac/login',
                    '/trac/%6cogin', '/trac/' + 'x' * 5000, ' /trac',
                    '/trac/wiki&next=/trac/two'):
            asked = self.begin('/trac/login?next=' + bad.replace(
                '\\', '%5C').replace(' ', '%20'))
            self.assertEqual('/trac/learning', self.finish(
                asked).headers['Location'], bad)
            self.browser.jar.pop('trac_id')

    def test_page_asked_for_splits_no_header(self):
        for bad in ('/trac/a%0d%0aSet-Cookie:%20x=y', '/trac/a%0ab',
                    '/trac/%00', '/trac/%C3%A4'):
            asked = self.begin('/trac/login?next=' + bad)
            self.assertEqual('/trac/learning',
                             self.finish(asked).headers['Location'])
            self.browser.jar.pop('trac_id')

    def land(self, path):
        """Where a sign-in leads that a page sent to."""
        reply = self.browser.get(path)
        while reply.headers['Location'].startswith('/'):
            reply = self.browser.get(reply.headers['Location'])
        landed = self.finish(query_of(reply)).headers['Location']
        self.browser.jar.clear()
        return landed

    def test_sign_in_without_a_page_leads_to_what_is_next(self):
        for path in ('/trac/login', '/trac', '/trac/'):
            self.assertEqual('/trac/learning', self.land(path), path)
        self.assertEqual('/trac/wiki', self.land('/trac/wiki'))
        self.assertEqual('/trac/?x=1', self.land('/trac/?x=1'))

    def test_sign_in_leads_to_the_start_page_where_an_administrator_says_so(
            self):
        self.env.config.set('learning', 'home_after_login', 'false')
        self.assertEqual('/trac', self.land('/trac/login'))

    def test_who_may_not_see_learning_is_not_led_there(self):
        PermissionSystem(self.env).revoke_permission('cognito',
                                                     'LEARNING_ANSWER')
        self.assertEqual('/trac', self.land('/trac/login'))

    def test_who_is_signed_in_goes_on_at_once(self):
        self.signed_in()
        reply = self.browser.get('/trac/login?next=/trac/wiki')
        self.assertEqual('/trac/wiki', reply.headers['Location'])

    def test_unknown_page_below_login_is_404(self):
        self.assertEqual(404, self.browser.get('/trac/login/x').status)


if __name__ == '__main__':
    unittest.main()
