# -*- coding: utf-8 -*-
"""Texts that people wrote, as who listens to them hears them."""

import re
import unittest

from trac.mimeview.patch import PatchRenderer   # noqa: F401: shows source
from trac.wiki.macros import PageOutlineMacro   # noqa: F401: has headings
from trac.wiki.model import WikiPage

from learning.rendering.structure import TextStructure, close_gaps
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.tests.test_wiki_html import WikiHtmlTestCase
from learning.web.templates import Templates

_HEADING = re.compile(r'<h([1-6])[^>]*?(?: aria-level="(\d)")?>')


def levels(html):
    """As they are heard."""
    return [int(level or size) for size, level in _HEADING.findall(html)]


class HeadingsTestCase(WikiHtmlTestCase):

    def setUp(self):
        super(HeadingsTestCase, self).setUp()
        if 'learning.*' in self.enabled:
            TextStructure(self.env)

    def test_no_level_is_left_out(self):
        for sizes, heard in (((1, 3, 4, 2, 5), [1, 2, 3, 2, 3]),
                             ((4,), [2]), ((2, 3), [2, 3]),
                             ((1, 2, 6, 6, 1), [1, 2, 3, 3, 1])):
            found = self.shown(u'\n'.join(u'%s x %s' % ('=' * n, '=' * n)
                                          for n in sizes))
            self.assertEqual(heard, levels(found))
            self.assertEqual(list(sizes), [int(size) for size in re.findall(
                r'<h(\d)', found)])

    def test_heading_of_a_macro_is_no_jump(self):
        found = self.shown(u'= One\n[[PageOutline(2,Inside)]]\n== Two')
        self.assertIn('<h4 class="section" aria-level="2">Inside', found)
        self.assertEqual([1, 2, 2], levels(found))

    def test_text_within_a_text_has_the_levels_of_the_outer(self):
        found = self.shown(u'= One\n== Two\n{{{#!div\n==== Inner\n}}}\n'
                           u'===== Last')
        self.assertEqual([1, 2, 3, 4], levels(found))

    def test_level_that_a_text_gives_itself_does_not_count(self):
        self.assertEqual('<h1><h4 id="x" aria-level="2">',
                         close_gaps('<h1><h4 aria-level="9" id="x">'))

    def test_a_trac_whose_texts_may_hold_scripts_is_left_alone(self):
        self.env.config.set('wiki', 'render_unsafe_content', 'true')
        self.assertNotIn('aria-level', self.shown(u'==== x'))

    def test_column_of_source_without_words_has_no_head(self):
        self.assertIn('<th class="content" role="cell">',
                      self.shown(u'{{{#!python lineno=1\nprint(1)\n}}}'))


class DisabledTestCase(HeadingsTestCase):

    enabled = ['trac.*']

    def test_no_level_is_left_out(self):
        self.assertEqual([1, 3], levels(self.shown(u'= x\n=== x')))

    def test_column_of_source_without_words_has_no_head(self):
        self.assertIn('<th class="content">',
                      self.shown(u'{{{#!python lineno=1\nprint(1)\n}}}'))

    test_heading_of_a_macro_is_no_jump = None
    test_text_within_a_text_has_the_levels_of_the_outer = None


class PageTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(PageTestCase, self).setUp()
        Templates(self.env)
        TextStructure(self.env)

    def shown(self, name, text):
        page = WikiPage(self.env, name)
        page.text = text
        page.save('author@demo.test', '')
        return self.browse('author').get('/trac/wiki/' + name).body

    def test_page_without_a_title_is_called_by_its_name(self):
        body = self.shown('Index', '[[RecentChanges]]')
        self.assertIn('<h1 class="learning-unseen">Index</h1>', body)
        self.assertEqual(2, levels(body.partition('id="wikipage"')[2])[0])

    def test_page_with_a_title_keeps_it_as_the_only_one(self):
        body = self.shown('Titled', '= My title\nwords')
        self.assertEqual(1, body.count('<h1'))


if __name__ == '__main__':
    unittest.main()
