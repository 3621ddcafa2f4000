# -*- coding: utf-8 -*-

import time
import unittest
from urlparse import parse_qs, urlsplit

from trac.ticket.model import Ticket

from learning.auth import guard
from learning.tests.browser import Browser
from learning.tests.cognito_stub import jwk, token
from learning.tests.sign_in_case import SigningInTestCase
from learning.users.account import Accounts


def next_of(reply):
    return parse_qs(urlsplit(reply.headers['Location']).query)['next'][0]


class GuardTestCase(SigningInTestCase):

    def test_signed_out_people_are_sent_to_sign_in_and_back(self):
        for url in ('/trac', '/trac/wiki', '/trac/ticket/1?x=1&y=%2F',
                    '/trac/wiki/%C3%84%20b', '/trac/nothing',
                    '/trac/timeline?format=rss', '/trac/about'):
            reply = self.browser.get(url)
            self.assertEqual(302, reply.status, url)
            self.assertTrue(reply.headers['Location'].startswith(
                '/trac/login/refresh?'), reply.headers['Location'])
            self.assertEqual(url, next_of(reply))
            self.assertEqual('no-store', reply.headers['Cache-Control'])
            self.assertEqual('', reply.body)

    def test_static_files_need_no_sign_in(self):
        self.assertEqual(200, self.browser.get(
            '/trac/chrome/common/css/trac.css').status)

    def test_a_post_keeps_method_and_body_on_its_way(self):
        reply = self.browser.post('/trac/newticket', {'field_summary': 'x'})
        self.assertEqual(307, reply.status)
        self.assertEqual('/trac/newticket', next_of(reply))

    def test_script_without_sign_in_gets_a_text_with_401(self):
        for headers in ({'HTTP_X_REQUESTED_WITH': 'XMLHttpRequest'},
                        {'HTTP_SEC_FETCH_DEST': 'empty'}):
            for reply in (self.browser.get('/trac/timeline', **headers),
                          self.browser.post('/trac/wiki', **headers)):
                self.assertEqual(401, reply.status)
                self.assertIn('text/plain', reply.headers['Content-Type'])

    def test_page_with_a_token_shows_who_is_signed_in(self):
        self.signed_in()
        reply = self.browser.get('/trac/timeline')
        self.assertEqual(200, reply.status)
        self.assertIn('logged in as', reply.body)
        self.assertIn('id="logout"', reply.body)

    def test_a_header_without_a_cookie_is_enough(self):
        reply = self.browser.get('/trac/timeline',
                                 HTTP_AUTHORIZATION='Bearer ' + token())
        self.assertEqual(200, reply.status)

    def test_nothing_but_a_token_signs_in(self):
        headers = {'HTTP_X_TRACLEARN_LEARNER': 'sub-1',
                   'HTTP_X_REMOTE_USER': 'ada@demo.test',
                   'HTTP_X_FORWARDED_USER': 'ada@demo.test'}
        for value in ('', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b',
                      'Bearer x.y.z', token(), 'Bearer "%s"' % token()):
            reply = self.browser.get('/trac/timeline',
                                     HTTP_AUTHORIZATION=value, **headers)
            self.assertEqual(302, reply.status, value)

    def test_a_forged_cookie_leads_to_sign_in(self):
        for made in (token(key=1), token(aud='x'), token(iss='x'),
                     token(exp=int(time.time()) - 60), token(exp=None),
                     token(token_use='access'), token(kid='two'), 'x.y.z',
                     'rubbish', token()[:-4] + 'AAAA', ''):
            browser = Browser(self.env)
            browser.jar['trac_id'] = made, '/trac'
            self.assertEqual(302, browser.get('/trac/timeline').status, made)

    def test_the_name_of_another_is_refused_with_a_clear_page(self):
        self.signed_in().get('/trac/timeline')
        other = self.signed_in(Browser(self.env), sub='sub-2')
        reply = other.get('/trac/timeline')
        self.assertEqual(403, reply.status)
        self.assertIn('already uses your e-mail address', reply.body)
        self.assertNotIn('logged in as', reply.body)

    def test_keys_that_cannot_be_read_send_nobody_to_sign_in_again(self):
        self.cognito.reply['/jwks'] = 500, {}
        self.signed_in()
        reply = self.browser.get('/trac/timeline')
        self.assertEqual(503, reply.status)
        self.assertIn('trac_id', self.browser.jar)
        reply = self.browser.post('/trac/newticket', {
            'field_description': u'my \xe4 text'.encode('utf-8')})
        self.assertEqual(503, reply.status)
        self.assertIn(u'my \xe4 text', reply.body)

    def test_known_keys_work_while_the_endpoint_is_down(self):
        self.signed_in().get('/trac/timeline')
        self.cognito.reply['/jwks'] = 500, {}
        self.assertEqual(200, self.browser.get('/trac/timeline').status)
        self.assertEqual(1, self.cognito.count('/jwks'))

    def test_token_of_a_rotated_key_signs_in(self):
        self.signed_in().get('/trac/timeline')
        self.cognito.keys.append(jwk(1, 'two'))
        keys = guard.Cognito(self.env).verifier.keys
        keys._tried_at -= 60
        self.browser.jar['trac_id'] = token(key=1, kid='two'), '/trac'
        self.assertEqual(200, self.browser.get('/trac/timeline').status)

    def test_a_broken_database_is_no_error_page_of_the_authenticator(self):
        self.env.db_transaction("ALTER TABLE learning_account RENAME TO away")
        self.signed_in()
        self.assertEqual(503, self.browser.get('/trac/timeline').status)
        self.env.db_transaction("ALTER TABLE away RENAME TO learning_account")

    def test_a_second_failure_is_no_loop(self):
        self.browser.jar['trac_tried'] = '1', '/trac'
        reply = self.browser.get('/trac/timeline')
        self.assertEqual(503, reply.status)
        self.assertIn('Try again', reply.body)

    def test_success_ends_the_guard_against_loops(self):
        self.signed_in().jar['trac_tried'] = '1', '/trac'
        self.browser.get('/trac/timeline')
        self.assertNotIn('trac_tried', self.browser.jar)

    def test_the_account_follows_the_newest_token(self):
        now = int(time.time())
        self.signed_in(iat=now - 10, **{'cognito:groups': ['authors']})
        self.browser.get('/trac/timeline')
        account = Accounts(self.env).of_sub('sub-1')
        self.assertEqual(('authors',), account.groups)
        self.signed_in(iat=now).get('/trac/timeline')
        self.assertEqual((), Accounts(self.env).of_sub('sub-1').groups)

    def test_identity_is_told_of_the_signed_in_person_alone(self):
        seen = []
        original = guard.BearerAuthenticator.authenticate

        def spy(self, req):
            name = original(self, req)
            req.authname = name or 'anonymous'
            seen.append(guard.identity(req))
            return name

        guard.BearerAuthenticator.authenticate = spy
        try:
            self.signed_in().get('/trac/timeline')
            Browser(self.env).get('/trac/timeline')
        finally:
            guard.BearerAuthenticator.authenticate = original
        self.assertEqual('sub-1', seen[0].sub)
        self.assertEqual(self.browser.jar['trac_id'][0], seen[0].token)
        self.assertIsNone(seen[-1])

    def test_a_ticket_is_not_shown_even_in_part(self):
        ticket = Ticket(self.env)
        ticket['summary'] = 'A secret summary'
        ticket.insert()
        for url in ('/trac/ticket/1', '/trac/query?format=csv&id=1',
                    '/trac/search?q=secret', '/trac/report/1?format=csv'):
            self.assertNotIn('secret summary', self.browser.get(url).body)


class OpenTracTestCase(SigningInTestCase):
    options = {'require_login': 'false'}

    def test_anonymous_sees_what_trac_allows(self):
        reply = self.browser.get('/trac/timeline')
        self.assertEqual(200, reply.status)
        self.assertIn('Login', reply.body)

    def test_bad_token_on_an_open_trac_is_anonymous(self):
        self.signed_in(aud='x')
        self.assertEqual(200, self.browser.get('/trac/timeline').status)


class UnconfiguredTestCase(SigningInTestCase):
    options = {'client_id': ''}

    def test_trac_without_a_client_is_as_it_was(self):
        reply = self.browser.get('/trac/timeline')
        self.assertEqual(200, reply.status)
        self.assertNotIn('Login', reply.body)
        self.assertEqual(404, self.browser.get('/trac/login').status)


if __name__ == '__main__':
    unittest.main()
