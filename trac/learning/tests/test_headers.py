# -*- coding: utf-8 -*-

import io
import unittest

from trac.attachment import Attachment
from trac.web.main import RequestDispatcher
from trac.wiki.model import WikiPage

from learning.tests.browser import Browser
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.web.headers import PROBE, SecurityHeaders
from learning.web.templates import Templates

import trac.web.chrome  # noqa: F401


class HeadersTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(HeadersTestCase, self).setUp()
        SecurityHeaders(self.env)
        Templates(self.env)
        self.ada = self.browse('ada')

    def policy(self, url='/trac/timeline', **headers):
        reply = self.ada.get(url, **headers)
        said = dict((name.lower(), value)
                    for name, value in reply.headers.items())
        return dict((words[0], words[1:]) for words in (
            part.split() for part in
            said['content-security-policy'].split(';')))

    def set(self, section, **options):
        for name, value in options.items():
            self.env.config.set(section, name, value)

    def attach(self, name, content):
        page = WikiPage(self.env, 'WikiStart')
        page.text = 'x'
        page.save('ada@demo.test', '')
        attachment = Attachment(self.env, 'wiki', 'WikiStart')
        attachment.insert(name, io.BytesIO(content), len(content))
        return attachment.filename      # another test may have left its file

    def test_pages_and_errors_have_every_header(self):
        for browser, url, status in (
                (self.ada, '/trac/timeline', 200),
                (self.ada, '/trac/nowhere', 404),
                (self.ada, '/trac/ticket/%d' % self.own, 200),
                (self.browse('bob'), '/trac/ticket/%d' % self.own, 403),
                (self.ada, '/trac/logout', 200),
                (Browser(self.env), '/trac/logout', 200)):
            reply = browser.get(url)
            self.assertEqual(status, reply.status)
            self.assertEqual('nosniff',
                             reply.headers['X-Content-Type-Options'])
            self.assertEqual('SAMEORIGIN', reply.headers['X-Frame-Options'])
            self.assertEqual('same-origin', reply.headers['Referrer-Policy'])
            said = reply.headers['Content-Security-Policy']
            for part in ("frame-ancestors 'self'", "base-uri 'self'",
                         "object-src 'none'"):
                self.assertIn(part, said)
            self.assertNotIn('sandbox', said)

    def test_browser_keeps_nothing_that_one_person_saw(self):
        name = self.attach('kept.txt', 'words')
        for url in ('/trac/timeline', '/trac/nowhere', '/trac/login',
                    '/trac/ticket/%d' % self.own,
                    '/trac/ticket/%d?format=csv' % self.own,
                    '/trac/timeline?format=rss', '/trac/learning',
                    '/trac/raw-attachment/wiki/WikiStart/' + name):
            reply = self.ada.get(url)
            self.assertEqual('no-store', reply.headers['Cache-Control'], url)
        self.assertNotEqual('no-store', self.ada.get(
            '/trac/chrome/common/css/trac.css').headers.get('Cache-Control'))

    def test_files_are_sandboxed(self):
        name = self.attach('a.html', '<script>alert(1)</script>')
        self.env.config.set('attachment', 'render_unsafe_content', 'true')
        for url in ('/trac/chrome/common/css/trac.css',
                    '/trac/ticket/%d?format=csv' % self.own,
                    '/trac/raw-attachment/wiki/WikiStart/' + name,
                    '/trac/attachment/wiki/WikiStart/%s?format=raw' % name,
                    '/trac/attachment/wiki/WikiStart/%s?format=txt' % name):
            said = self.policy(url)
            self.assertEqual([], said.get('sandbox'), (url, said))
            self.assertEqual(["'none'"], said['default-src'])
            self.assertNotIn('script-src', said)

    def test_what_a_browser_has_already_keeps_its_policy(self):
        modified = self.ada.get('/trac/chrome/common/css/trac.css').headers[
            'Last-Modified']
        reply = self.ada.get('/trac/chrome/common/css/trac.css',
                             HTTP_IF_MODIFIED_SINCE=modified)
        self.assertEqual(304, reply.status)
        self.assertNotIn('Content-Security-Policy', reply.headers)

    def test_forms_may_lead_to_the_sign_in_page(self):
        self.assertEqual(["'self'", 'http://trac.test', 'https://hosted.test'],
                         self.policy()['form-action'])

    def test_policy_names_where_trac_is_told_to_load_from(self):
        self.set('trac', htdocs_location='https://cdn.test/trac/',
                 jquery_location='//code.test/jquery.js',
                 jquery_ui_location='/local/ui.js')
        self.set('header_logo', src='https://logo.test/x.png')
        self.set('wiki', safe_origins='data:, https://pictures.test/x/')
        said = self.policy()
        self.assertEqual(["'self'", "'unsafe-eval'"], said['script-src'][:2])
        self.assertEqual(['https://cdn.test', 'code.test'],
                         said['script-src'][-2:])
        self.assertNotIn("'unsafe-inline'", said['script-src'])
        self.assertEqual(["'self'", 'data:', 'https://cdn.test',
                          'https://logo.test', 'https://pictures.test/x/'],
                         said['img-src'])

    def test_policy_has_the_directives_of_the_administrator(self):
        self.set('learning', content_security_policy=
                 "img-src *; connect-src 'self' https://s3.test;")
        said = self.policy()
        self.assertEqual(['*'], said['img-src'])
        self.assertEqual(["'self'", 'https://s3.test'], said['connect-src'])
        self.assertEqual(["'none'"], said['object-src'])

    def test_tracs_own_section_comes_first(self):
        self.set('http-headers', **{'Content-Security-Policy': 'img-src x',
                                    'X-Frame-Options': 'DENY'})
        vars(RequestDispatcher(self.env)).pop('_configurable_headers', None)
        self.assertEqual({'img-src': ['x']}, self.policy())
        self.assertIn('DENY', self.ada.get('/trac/timeline')
                      .headers.values())
        self.assertIn('sandbox', self.policy('/trac/query?format=csv'))

    def test_host_of_a_request_adds_no_directive(self):
        self.env.config.set('trac', 'base_url', '')
        for name in ("x; script-src *", "x' *", 'x *', 'x,y'):
            said = self.policy(HTTP_HOST=name)
            self.assertEqual(["'self'", "'unsafe-eval'"],
                             said['script-src'][:2])
            self.assertRegexpMatches(said['script-src'][2], "^'nonce-")
            self.assertEqual(["'unsafe-hashes'", PROBE],
                             said['script-src'][3:])
            self.assertEqual(["'self'", 'https://hosted.test'],
                             said['form-action'])


if __name__ == '__main__':
    unittest.main()
