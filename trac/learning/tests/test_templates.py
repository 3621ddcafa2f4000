# -*- coding: utf-8 -*-

import os
import re
import unittest

from pkg_resources import resource_filename

from trac.wiki.model import WikiPage

from learning.tests import compiled
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.web.headers import SecurityHeaders
from learning.web.refusals import Refusals
from learning.web.template_changes import CHANGES, missing
from learning.web.templates import Templates

PAGES = ('/trac/timeline', '/trac/report', '/trac/query', '/trac/newticket',
         '/trac/search', '/trac/about', '/trac/nowhere', '/trac/learning',
         '/trac/roadmap', '/trac/wiki/No/Such')


def of_trac():
    """[(name, source)] of the templates that are changed."""
    for folder, _, files in os.walk(resource_filename('trac', '')):
        for name in files:
            if name in CHANGES and 'genshi' not in folder:
                with open(os.path.join(folder, name)) as template:
                    yield name, template.read().decode('utf-8')


class TemplatesTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(TemplatesTestCase, self).setUp()
        Refusals(self.env)      # says that a page is not there
        Templates(self.env)
        SecurityHeaders(self.env)

    def nonces(self, reply):
        """What scripts of the page carry, and what the policy lets run."""
        found = re.findall(r'<script( nonce="([^"]+)")?', reply.body)
        allowed = re.search(r"'nonce-([^']+)'",
                            reply.headers['Content-Security-Policy'])
        return {nonce for _, nonce in found}, {allowed.group(1)}

    def test_each_change_finds_what_it_changes_in_this_trac(self):
        seen = dict(of_trac())
        self.assertEqual(sorted(CHANGES), sorted(seen))
        self.assertEqual({}, {name: missing(name, source) for name, source in
                              seen.items() if missing(name, source)})

    def test_new_tickets_page_begins_at_its_top(self):
        author = self.browse('author')
        author.get('/trac/learning')
        self.assertRegexpMatches(
            author.get('/trac/newticket').body,
            r'id="propertyform"\s+action="/trac/newticket"')

    def test_no_template_of_trac_has_a_handler_that_the_policy_stops(self):
        handler = re.compile(r'\son[a-z]+="[^"]*"')
        for name, source in of_trac():
            for old, new in CHANGES[name]:
                source = source.replace(old, new)
            self.assertEqual([], handler.findall(source), name)

    def test_scripts_of_each_page_carry_the_nonce_of_its_policy(self):
        author = self.browse('author')
        for path in PAGES + ('/trac/ticket/%d' % self.shared,):
            carried, allowed = self.nonces(author.get(path))
            self.assertEqual(allowed, carried, path)

    def test_each_page_has_a_nonce_of_its_own(self):
        author = self.browse('author')
        self.assertNotEqual(self.nonces(author.get('/trac/about')),
                            self.nonces(author.get('/trac/about')))

    def test_script_in_a_text_carries_no_nonce(self):
        self.env.config.set('wiki', 'render_unsafe_content', 'enabled')
        page = WikiPage(self.env, 'Trap')
        page.text = '{{{#!html\n<script>trap()</script>\n}}}'
        page.save('ada@demo.test', '')
        reply = self.browse('author').get('/trac/wiki/Trap')
        self.assertIn('<script>trap()', reply.body)

    def test_each_page_has_its_landmarks_once(self):
        author = self.browse('author')
        for path in PAGES + ('/trac/ticket/%d' % self.shared,):
            body = author.get(path).body
            for mark in ('role="main"', 'role="banner"', 'role="search"',
                         'role="contentinfo"', 'class="learning-skip"'):
                self.assertEqual(1, body.count(mark), (path, mark))
            self.assertNotRegexpMatches(body, 'tabindex="[1-9]', path)

    def test_who_skips_to_a_page_of_learning_skips_its_navigation_too(self):
        page = self.browse('author').get('/trac/learning').body
        self.assertIn('class="learning-skip" href="#content"', page)
        before, content = page.split('<div id="content"')
        self.assertIn('id="ctxtnav"', before)
        self.assertNotIn('id="ctxtnav"', content)
        self.assertIn('class="learning-skip" href="#main"',
                      self.browse('author').get('/trac/wiki').body)

    def test_disabled_leaves_trac_as_it_is(self):
        self.env.config.set('components', 'learning.web.templates.Templates',
                            'disabled')
        self.env.__dict__.pop('_component_rules', None)
        self.env.enabled.clear()
        self.env.components.clear()
        compiled.Compiled().clear()
        self.addCleanup(compiled.Compiled().clear)
        reply = self.browse('author').get('/trac/about')
        self.assertNotIn('nonce', reply.body)
        self.assertNotIn('learning-skip', reply.body)
        self.assertIn("'unsafe-inline'",
                      reply.headers['Content-Security-Policy'])


if __name__ == '__main__':
    unittest.main()
