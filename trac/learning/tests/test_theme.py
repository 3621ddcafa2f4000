# -*- coding: utf-8 -*-

import os.path
import re
import unittest

from pkg_resources import resource_filename

from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.web.theme import Theme


def style_sheets(page):
    """File names, in the page's order."""
    return [os.path.basename(href) for href in re.findall(
        r'<link rel="stylesheet" [^>]*href="([^"?]+)', page)]


class ThemeTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(ThemeTestCase, self).setUp()
        Theme(self.env)

    def sheets(self, path, status=200, who='author'):
        reply = self.browse(who).get(path)
        self.assertEqual(status, reply.status, path)
        return style_sheets(reply.body)

    def test_pages_of_trac_have_the_theme_behind_tracs_style_sheets(self):
        for path in ('/trac/about', '/trac/report',
                     '/trac/timeline', '/trac/newticket', '/trac/search'):
            sheets = self.sheets(path)
            self.assertEqual(['base.css', 'theme.css'], sheets[-2:])
            self.assertEqual('trac.css', sheets[0])

    def test_error_page_has_the_theme(self):
        self.assertEqual(['base.css', 'theme.css'],
                         self.sheets('/trac/nowhere', 404)[-2:])

    def test_style_sheet_of_a_page_stands_behind_the_theme(self):
        theme = ['base.css', 'theme.css', 'learning.css']
        self.assertEqual(
            theme, self.sheets('/trac/ticket/%d' % self.shared)[-3:])
        self.assertEqual(theme + ['pages.css'],
                         self.sheets('/trac/learning/material')[-4:])

    def test_without_theme_only_variables_remain(self):
        self.env.config.set('learning', 'theme', 'disabled')
        self.assertEqual(['trac.css', 'base.css'],
                         self.sheets('/trac/about'))
        self.assertEqual(['base.css', 'learning.css', 'pages.css'],
                         self.sheets('/trac/learning/material')[-3:])

    def test_each_style_sheet_that_is_named_in_the_code_exists(self):
        root = resource_filename('learning', '')
        named = set()
        for folder, _, files in os.walk(root):
            for name in files:
                if name.endswith('.py') and 'tests' not in folder:
                    with open(os.path.join(folder, name)) as module:
                        named.update(re.findall(
                            r"'learning/([^%'\s]+\.(?:css|js))'",
                            module.read()))
        self.assertIn('css/learning.css', named)
        self.assertEqual([], [path for path in sorted(named) if not
                              os.path.exists(os.path.join(root, 'htdocs',
                                                          path))])

    def test_what_has_a_greatest_height_scrolls_what_is_higher(self):
        root = resource_filename('learning', 'htdocs/css')
        for name in os.listdir(root):
            with open(os.path.join(root, name)) as sheet:
                for rule in re.findall(r'[^{}]*{[^{}]*}', sheet.read()):
                    if 'max-height:' in rule:
                        self.assertRegexpMatches(
                            rule, r'overflow(-y)?: (auto|hidden)',
                            (name, rule))


if __name__ == '__main__':
    unittest.main()
