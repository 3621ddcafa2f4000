# -*- coding: utf-8 -*-

import re
import unittest

from learning.tests.browser import Browser
from learning.tests.cognito_stub import token
from learning.tests.sign_in_case import SigningInTestCase
from learning.users.account import Accounts

FORM_TOKEN = re.compile('name="__FORM_TOKEN" value="([0-9a-f]+)"')
#: As a browser says that a page of this site sent it.
OWN = {'HTTP_SEC_FETCH_SITE': 'same-origin'}
XHR = {'HTTP_X_REQUESTED_WITH': 'XMLHttpRequest'}
PART = ('--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n')


class RenewalTestCase(SigningInTestCase):

    def setUp(self):
        super(RenewalTestCase, self).setUp()
        self.cognito.reply['/token'] = self.give

    def give(self, form):
        self.form = form
        return 200, {'id_token': token(), 'access_token': 'x'}

    def refuse(self):
        self.cognito.reply['/token'] = 400, {'error': 'invalid_grant'}

    def test_a_get_is_renewed_unseen(self):
        self.expired()
        reply = self.browser.follow(self.browser.get('/trac/timeline?x=1'))
        self.assertEqual(302, reply.status)
        self.assertEqual('/trac/timeline?x=1', reply.headers['Location'])
        self.assertEqual(200, self.browser.follow(reply).status)
        self.assertEqual({'grant_type': 'refresh_token',
                          'refresh_token': 'refresh-1',
                          'client_id': 'webclient'}, self.form)
        self.assertNotIn('trac_tried', self.browser.jar)

    def test_a_new_refresh_token_takes_the_place_of_the_old(self):
        self.cognito.reply['/token'] = lambda form: (200, {
            'id_token': token(), 'refresh_token': 'refresh-2'})
        self.expired()
        self.browser.follow(self.browser.get('/trac/timeline'))
        self.assertEqual(('refresh-2', '/trac/login/refresh'),
                         self.browser.jar['trac_refresh'])

    def test_a_post_is_renewed_with_its_body(self):
        self.expired()
        self.browser.get('/trac/timeline')
        self.browser.jar['trac_form_token'] = 'form', '/trac'
        form = {'field_summary': 'x', 'submit': '1'}
        reply = self.browser.post('/trac/newticket', form)
        self.assertEqual(307, reply.status)
        reply = self.browser.follow(reply, form=form)
        self.assertEqual((307, '/trac/newticket'),
                         (reply.status, reply.headers['Location']))
        reply = self.browser.follow(reply, form=form)
        self.assertEqual(303, reply.status)     # the ticket was made
        self.assertEqual([('x', 'ada@demo.test')], self.env.db_query(
            "SELECT summary, reporter FROM ticket"))

    def test_the_body_is_not_read_on_its_way(self):
        self.expired()
        reply = self.browser.send(
            'POST', '/trac/login/refresh?next=/trac/newticket', 'a=%00',
            CONTENT_TYPE='application/x-www-form-urlencoded')
        self.assertEqual(307, reply.status)

    def test_post_that_leads_nowhere_is_refused_unrenewed(self):
        self.expired()
        for next in ('', '?next=', '?next=https://evil.test/',
                     '?next=//evil.test', '?next=/trac&next=/trac/wiki',
                     '?next=/trac/login/refresh'):
            reply = self.browser.post('/trac/login/refresh' + next)
            self.assertEqual(400, reply.status, next)
        self.assertEqual(0, self.cognito.count('/token'))

    def test_a_get_that_leads_nowhere_leads_home(self):
        for next in ('', '?next=https://evil.test/'):
            reply = self.expired().get('/trac/login/refresh' + next)
            self.assertEqual('/trac', reply.headers['Location'])

    def test_renewal_without_a_token_leads_to_sign_in(self):
        reply = self.browser.get('/trac/login/refresh?next=/trac/ticket/1')
        self.assertEqual('/trac/login?next=%2Ftrac%2Fticket%2F1',
                         reply.headers['Location'])
        self.assertEqual([], list(reply.cookies))

    def test_a_post_from_another_site_signs_nobody_out(self):
        """No cookie comes along, so nothing is cleared."""
        self.signed_in()
        stranger = Browser(self.env)
        for path in ('/trac/login/refresh?next=/trac', '/trac/logout',
                     '/trac/login/refresh/revoke'):
            for kind in ('text/plain', 'application/x-www-form-urlencoded',
                         'multipart/form-data; boundary=b'):
                reply = stranger.send('POST', path, 'a=b', CONTENT_TYPE=kind)
                self.assertIn(reply.status, (400, 401))
                self.assertNotIn('trac_id', reply.cookies)
                self.assertNotIn('trac_refresh', reply.cookies)

    def test_a_refused_renewal_clears_the_cookies(self):
        self.refuse()
        self.expired()
        reply = self.browser.follow(self.browser.get('/trac/timeline'))
        self.assertEqual('/trac/login?next=%2Ftrac%2Ftimeline',
                         reply.headers['Location'])
        self.assertNotIn('trac_id', self.browser.jar)
        self.assertNotIn('trac_refresh', self.browser.jar)

    def test_an_endpoint_that_is_down_clears_nothing(self):
        for answer in ((500, 'x'), (503, {}), (400, {'error': 'other'}),
                       (400, 'x'), (200, {}), (429, {})):
            self.cognito.reply['/token'] = answer
            self.expired()
            reply = self.browser.follow(self.browser.get('/trac/timeline'))
            self.assertEqual(503, reply.status, answer)
            self.assertIn('href="/trac/timeline"', reply.body)
            self.assertIn('trac_id', self.browser.jar)
            self.assertIn('trac_refresh', self.browser.jar)

    def test_renewal_at_a_closed_port_is_503_and_keeps_cookies(self):
        self.env.config.set('learning', 'cognito_token_url',
                            'http://127.0.0.1:1/')
        self.expired()
        reply = self.browser.follow(self.browser.get('/trac/timeline'))
        self.assertEqual(503, reply.status)
        self.assertIn('trac_refresh', self.browser.jar)

    def test_a_token_that_is_no_better_is_no_loop(self):
        for claims in ({'exp': 1000}, {'aud': 'x'}, {'key': 1}):
            self.cognito.reply['/token'] = 200, {'id_token': token(**claims)}
            self.expired()
            reply = self.browser.follow(self.browser.get('/trac/timeline'))
            self.assertEqual(503, reply.status)

    def test_a_token_that_trac_takes_and_then_refuses_is_no_loop(self):
        """As when the front door and Trac know different keys."""
        self.expired()
        reply = self.browser.follow(self.browser.get('/trac/timeline'))
        self.browser.jar['trac_id'] = token(exp=1000), '/trac'
        reply = self.browser.follow(reply)
        self.assertEqual(503, reply.status)
        self.assertEqual(1, self.cognito.count('/token'))

    def test_who_is_signed_in_needs_no_renewal(self):
        self.signed_in()
        reply = self.browser.get('/trac/login/refresh?next=/trac/wiki')
        self.assertEqual('/trac/wiki', reply.headers['Location'])
        self.assertEqual(0, self.cognito.count('/token'))

    def test_scripts_renew_with_a_call(self):
        self.expired()
        self.assertEqual(401, self.browser.get('/trac/timeline',
                                               **XHR).status)
        self.assertEqual(204, self.browser.post('/trac/login/refresh',
                                                **XHR).status)
        self.assertEqual(200, self.browser.get('/trac/timeline',
                                               **XHR).status)

    def test_scripts_learn_that_it_is_over(self):
        self.refuse()
        self.expired()
        self.assertEqual(401, self.browser.post('/trac/login/refresh',
                                                **XHR).status)
        self.cognito.reply['/token'] = 500, {}
        self.expired()
        self.assertEqual(503, self.browser.post('/trac/login/refresh',
                                                **XHR).status)

    def test_a_form_that_comes_too_late_is_kept(self):
        self.refuse()
        self.expired()
        text = u'my \xe4 "answer"\nwith <b>&amp; two lines'
        form = {'answer': text.encode('utf-8'), 'attempt': '3'}
        reply = self.browser.follow(
            self.browser.post('/trac/learning/answer/1?a=b', form), form=form)
        self.assertEqual(401, reply.status)
        self.assertIn('action="/trac/learning/answer/1?a=b"', reply.body)
        self.assertIn(u'my \xe4 &#34;answer&#34;\nwith &lt;b&gt;&amp;amp; two'
                      u' lines</textarea>', reply.body)
        self.assertIn('name="attempt" value="3"', reply.body)
        self.assertIn('target="_blank"', reply.body)
        self.assertIn('no-store', reply.headers['Cache-Control'])

    def test_a_kept_form_is_good_after_signing_out_and_in_elsewhere(self):
        self.refuse()
        self.browser.jar.clear()            # signed out in another tab
        form = {'field_summary': 'kept', 'submit': '1',
                '__FORM_TOKEN': 'of-the-page-before'}
        kept = self.browser.follow(
            self.browser.post('/trac/newticket', form), 1, form=form)
        self.assertEqual(401, kept.status)
        form['__FORM_TOKEN'] = FORM_TOKEN.search(kept.body).group(1)
        self.assertEqual(1, kept.body.count('__FORM_TOKEN'))
        self.signed_in()                    # in the other tab
        self.assertEqual(303, self.browser.post(
            '/trac/newticket', form, **OWN).status)

    def test_form_of_before_another_sign_in_is_kept_with_a_new_token(self):
        self.signed_in().get('/trac/newticket')
        form = {'field_summary': 'kept words', 'submit': '1',
                '__FORM_TOKEN': 'of-the-sign-in-before'}
        for own in (OWN, {'HTTP_ORIGIN': 'http://trac.test'}):
            kept = self.browser.post('/trac/newticket', form, **own)
            self.assertEqual(400, kept.status)
            self.assertIn('kept words', kept.body)
            self.assertNotIn('Sign in in a new tab', kept.body)
        form['__FORM_TOKEN'] = FORM_TOKEN.search(kept.body).group(1)
        self.assertEqual(303, self.browser.post(
            '/trac/newticket', form, **OWN).status)

    def test_form_of_nobody_knows_where_is_not_shown_again(self):
        self.signed_in().get('/trac/newticket')
        form = {'field_summary': 'a trap', '__FORM_TOKEN': 'guessed'}
        for headers in ({}, {'HTTP_SEC_FETCH_SITE': 'none'},
                        dict(OWN, HTTP_X_REQUESTED_WITH='XMLHttpRequest')):
            reply = self.browser.post('/trac/newticket', form, **headers)
            self.assertEqual(400, reply.status)
            self.assertNotIn('a trap', reply.body)

    def test_a_leading_newline_is_kept(self):
        self.refuse()
        self.expired()
        form = {'answer': '\nfirst line empty'}
        reply = self.browser.follow(self.browser.post('/trac/x', form),
                                    form=form)
        # A browser drops the first newline after the tag, and no other.
        self.assertIn('>\n\nfirst line empty</textarea>', reply.body)

    def test_a_file_that_comes_too_late_is_kept(self):
        self.refuse()
        self.expired()
        body = PART % ('text', '', 'words') + PART % (
            'attachment', '; filename="a&b.txt"\r\nContent-Type: text/plain',
            '\x00\xff') + '--b--\r\n'
        reply = self.browser.send(
            'POST', '/trac/login/refresh?next=/trac/attachment/ticket/1',
            body, CONTENT_TYPE='multipart/form-data; boundary=b')
        self.assertEqual(401, reply.status)
        self.assertIn('enctype="multipart/form-data"', reply.body)
        self.assertIn('data-content="AP8="', reply.body)
        self.assertIn('a&amp;b.txt', reply.body)
        self.assertIn('value="words"', reply.body)

    def test_a_form_is_kept_while_the_endpoint_is_down(self):
        self.cognito.reply['/token'] = 500, {}
        self.expired()
        form = {'answer': 'text'}
        reply = self.browser.follow(self.browser.post('/trac/x', form),
                                    form=form)
        self.assertEqual(503, reply.status)
        self.assertIn('value="text"', reply.body)
        self.assertIn('trac_refresh', self.browser.jar)

    def test_renewal_whose_name_another_holds_is_403(self):
        Accounts(self.env).bind('sub-9', 'ada@demo.test', '', (), 1)
        self.expired()
        reply = self.browser.follow(self.browser.get('/trac/timeline'))
        self.assertEqual(403, reply.status)


class ApiRenewalTestCase(SigningInTestCase):
    """The way round a token endpoint that loses the groups."""

    options = {'renewal': 'api'}

    def renew(self):
        self.expired()
        return self.browser.follow(self.browser.get('/trac/timeline'))

    def test_renewal_by_api_keeps_the_groups(self):
        self.cognito.reply['InitiateAuth'] = lambda call: (200, {
            'AuthenticationResult': {'IdToken': token(
                **{'cognito:groups': ['authors']})}})
        self.assertEqual('/trac/timeline', self.renew().headers['Location'])
        calls = dict(self.cognito.seen)
        self.assertEqual({'AuthFlow': 'REFRESH_TOKEN_AUTH',
                          'ClientId': 'webclient', 'AuthParameters':
                          {'REFRESH_TOKEN': 'refresh-1'}},
                         calls['InitiateAuth'])
        self.assertEqual(('authors',),
                         Accounts(self.env).of_sub('sub-1').groups)

    def test_renewal_that_the_api_refuses_leads_to_sign_in(self):
        self.cognito.reply['InitiateAuth'] = 400, {
            '__type': 'com.amazon#NotAuthorizedException'}
        self.assertIn('/trac/login?', self.renew().headers['Location'])
        self.assertNotIn('trac_refresh', self.browser.jar)

    def test_renewal_while_the_api_is_down_is_503_and_keeps_cookies(self):
        for answer in ((400, {'__type': 'TooManyRequestsException'}),
                       (500, {}), (200, {}), (400, 'x')):
            self.cognito.reply['InitiateAuth'] = answer
            self.assertEqual(503, self.renew().status)
            self.assertIn('trac_refresh', self.browser.jar)


if __name__ == '__main__':
    unittest.main()
