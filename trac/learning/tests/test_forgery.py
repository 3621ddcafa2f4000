# -*- coding: utf-8 -*-

import json
import unittest

import trac.prefs.web_ui  # noqa: F401
from trac.test import MockRequest
from trac.ticket.model import Ticket
from trac.web.main import RequestDispatcher

from learning.auth.guard import RequestGuard
from learning.tests.browser import Browser
from learning.tests.material_case import DOCUMENT, MATERIAL, MaterialTestCase
from learning.web.forgery import host

#: One for each of the plugin's pages; a new page has to be named here.
ADDRESSES = [
    '/learning', '/learning/courses', '/learning/course/Databases',
    '/learning/questions', '/learning/operate', '/learning/operate/state',
    '/learning/answer/1', '/learning/material/find',
    '/learning/material/order',
    '/learning/hint/1', '/learning/explain/1',
    '/learning/question/1', '/learning/state/1', '/learning/material',
    '/learning/material/' + DOCUMENT, '/learning/material/grant',
    '/learning/material/upload', '/learning/material/marks',
    '/learning/material/%s/remove' % DOCUMENT,
    '/learning/material/%s/restore' % DOCUMENT, '/learning/concepts',
    '/learning/material/state', '/learning/material/waiting', '/logout',
    '/login', '/login/refresh/revoke', '/learning/paths',
    '/learning/paths/new', '/learning/path/' + DOCUMENT,
    '/learning/path/%s/state' % DOCUMENT,
    '/learning/path/%s/accept' % DOCUMENT,
    '/learning/path/%s/rename' % DOCUMENT,
    '/learning/path/%s/give_up' % DOCUMENT,
    '/learning/path/%s/accept_step' % DOCUMENT,
    '/learning/path/%s/decline_step' % DOCUMENT,
    '/learning/reviews', '/learning/passage/%s/c1' % DOCUMENT,
    '/learning/gaps', '/learning/questions/generated', '/learning/dispute/1',
    '/learning/appeal/1', '/learning/attempts/1',
    '/learning/questions/generated/' + DOCUMENT, '/learning/desk',
    '/learning/desk/1', '/learning/desk/1/ruling', '/learning/rulings',
    '/learning/grades', '/learning/grades/' + DOCUMENT,
    '/learning/question/new', '/learning/question/preview',
    '/learning/questions/drafts', '/learning/questions/export',
    '/learning/questions/import', '/learning/spending']
FOREIGN = ({'HTTP_ORIGIN': 'http://trac.test:8080'},
           {'HTTP_ORIGIN': 'http://trac.test.evil.test'},
           {'HTTP_ORIGIN': 'http://evil.test'}, {'HTTP_ORIGIN': 'null'},
           {'HTTP_ORIGIN': ''}, {'HTTP_SEC_FETCH_SITE': 'same-site'},
           {'HTTP_SEC_FETCH_SITE': 'cross-site'},
           {'HTTP_SEC_FETCH_SITE': 'none',
            'HTTP_ORIGIN': 'http://evil.test'})


class ForgeryTestCase(MaterialTestCase):

    def ours(self):
        """The plugin's handlers."""
        return [one for one in RequestDispatcher(self.env).handlers
                if type(one).__module__.startswith('learning.')]

    def token(self):
        return self.author.jar['trac_form_token'][0]

    def test_every_page_of_the_plugin_is_tried(self):
        tried = set()
        for path in ADDRESSES:
            req = MockRequest(self.env, path_info=path, method='POST')
            tried.update(type(one) for one in self.ours()
                         if one.match_request(req))
        self.assertEqual(set(type(one) for one in self.ours()), tried)

    def test_no_type_goes_without_the_token(self):
        for path in ADDRESSES:
            for kind in ('text/plain', 'application/json', 'TEXT/HTML', '',
                         'application/x-www-form-urlencoded',
                         'Application/X-WWW-Form-Urlencoded',
                         'multipart/mixed'):
                reply = self.author.post('/trac' + path, body='a=b',
                                         CONTENT_TYPE=kind)
                self.assertEqual(400, reply.status, (path, kind))
                self.assertIn('form token', reply.body)
        self.assertEqual([], self.gateway.requests)
        self.assertIn('trac_id', self.author.jar)

    def test_no_method_goes_without_the_token(self):
        for method in ('PUT', 'DELETE', 'PATCH', 'POST', 'post', 'REMOVE'):
            reply = self.author.send(
                method, MATERIAL + '/%s/remove' % DOCUMENT, '')
            self.assertEqual(400, reply.status, method)

    def test_post_with_a_wrong_token_is_refused(self):
        for token in ('guess', '', self.token() + 'x', self.token()[:-1],
                      '\xc3\xa4', '\xff'):
            reply = self.author.send('POST', MATERIAL + '/grant', '{}',
                                     CONTENT_TYPE='application/json',
                                     HTTP_X_CSRF_TOKEN=token)
            self.assertEqual(400, reply.status, token)
            self.assertIn('form token', json.loads(reply.body)['message'])

    def test_post_to_a_page_of_trac_wants_the_token(self):
        for path in ('/ticket/%d' % self.shared, '/newticket', '/prefs',
                     '/wiki/WikiStart'):
            self.assertEqual(400, self.author.post(
                '/trac' + path, body='', CONTENT_TYPE='text/plain').status)

    def test_a_link_edits_no_comment(self):
        ticket = Ticket(self.env, self.shared)
        ticket.save_changes('author@demo.test', 'my words')
        url = ('/trac/ticket/%d?cnum_edit=1&edit_comment=1&edited_comment=x'
               % self.shared)
        self.assertEqual(400, self.author.get(url).status)
        self.assertEqual('my words', Ticket(self.env, self.shared)
                         .get_comment_history(1)[0][3])

    def test_another_site_is_refused_with_the_right_token(self):
        for headers in FOREIGN:
            for path in ('/learning/material/marks', '/prefs',
                         '/login/refresh?next=/trac/prefs', '/nowhere'):
                reply = self.author.post('/trac' + path, **headers)
                self.assertEqual(403, reply.status, (path, headers))
                self.assertIn('Another site sent this', reply.body)

    def test_another_site_is_neither_renewed_nor_kept(self):
        """Else the form would come back as one of this site."""
        for headers in FOREIGN:
            browser = Browser(self.env)
            browser.jar['trac_refresh'] = 'r', '/trac/login/refresh'
            for path in ('/learning/material/marks',
                         '/login/refresh?next=/trac/learning/material/marks'):
                reply = browser.post('/trac' + path, {'name': 'trap'},
                                     **headers)
                self.assertEqual(403, reply.status)
                self.assertNotIn('value="trap"', reply.body)
        self.assertEqual(0, self.cognito.count('/token'))

    def test_post_from_this_site_is_let_through(self):
        for headers in ({}, {'HTTP_ORIGIN': 'http://trac.test'},
                        {'HTTP_ORIGIN': 'http://trac.test:80'},
                        {'HTTP_ORIGIN': 'HTTP://Trac.Test'},
                        {'HTTP_ORIGIN': 'https://trac.test'},
                        {'HTTP_SEC_FETCH_SITE': 'none'},
                        {'HTTP_SEC_FETCH_SITE': 'same-origin'},
                        # A proxy changed the host, a policy hid the origin.
                        {'HTTP_SEC_FETCH_SITE': 'same-origin',
                         'HTTP_ORIGIN': 'null', 'HTTP_HOST': 'inner:8000'},
                        {'HTTP_ORIGIN': 'https://trac.test',
                         'HTTP_HOST': 'inner:8000'}):
            reply = self.author.post(MATERIAL + '/marks', **headers)
            self.assertEqual(303, reply.status, headers)

    def test_a_trusted_site_is_let_through(self):
        self.env.config.set('learning', 'trusted_origins',
                            'https://a.test, https://portal.test')
        for site in ('same-site', 'cross-site'):
            reply = self.author.post(
                MATERIAL + '/marks', HTTP_ORIGIN='https://portal.test',
                HTTP_SEC_FETCH_SITE=site)
            self.assertEqual(303, reply.status)
        self.assertEqual(403, self.author.post(
            MATERIAL + '/marks', HTTP_ORIGIN='http://portal.test').status)

    def test_a_renewal_passes_with_its_body_unread(self):
        body = Unread()
        reply = self.author.send(
            'POST', '/trac/login/refresh?next=/trac/prefs', '',
            HTTP_ORIGIN='http://trac.test', CONTENT_LENGTH='100',
            **{'wsgi.input': body})
        self.assertEqual(307, reply.status)

    def test_without_sign_in_forms_are_guarded_too(self):
        self.env.config.set('learning', 'client_id', '')
        guard = RequestGuard(self.env)
        self.assertTrue(guard.required)
        reply = Browser(self.env).post(MATERIAL + '/marks', body='',
                                       CONTENT_TYPE='text/plain')
        self.assertEqual(400, reply.status)


class Unread(object):
    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


class HostTestCase(unittest.TestCase):

    def test_host_of_an_origin_is_read_or_none(self):
        for url, wanted in (
                ('https://a.test', 'a.test'), ('https://a.test:443', 'a.test'),
                ('http://a.test:8080/x', 'a.test:8080'), ('null', None),
                ('http://a@b.test', None), ('', None), (None, None),
                ('ftp://a.test', None), ('http://[::1]:80', '[::1]'),
                ('http://A.test\\@b.test', None)):
            self.assertEqual(wanted, host(url), url)


if __name__ == '__main__':
    unittest.main()
