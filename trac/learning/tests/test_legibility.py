# -*- coding: utf-8 -*-
"""Colours that people choose. That words stand out by them is looked at in a
browser: see `tests/e2e/test_every_page.py`.
"""

import unittest

from learning.rendering.legibility import (MAX_ON_LIGHT, MIN_ON_DARK,
                                           is_dark, luminance_of,
                                           make_legible)
from learning.tests.test_wiki_html import WikiHtmlTestCase

#: WCAG 2.2, 1.4.3, and the darkest and lightest grounds of `base.css`.
ENOUGH, LIGHT_GROUNDS, DARK_GROUNDS = 4.5, ('ffffff', 'f7f7f0'), (
    '1b1d1f', '25282b')


def contrast(one, other):
    light, dark = sorted((one, other), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance_at(lightness):
    """CIE L* to relative luminance. Source: CIE 15, 8.2.1."""
    return ((lightness + 16) / 116.) ** 3


class LightnessTestCase(unittest.TestCase):

    def test_lightness_is_enough_on_each_ground(self):
        for limit, grounds in ((MAX_ON_LIGHT, LIGHT_GROUNDS),
                               (MIN_ON_DARK, DARK_GROUNDS)):
            for ground in grounds:
                self.assertGreater(contrast(luminance_at(limit),
                                            luminance_of(ground)), ENOUGH)

    def test_luminance_of_what_is_known(self):
        for digits, luminance in (('fff', 1), ('000', 0), ('ff0000', 0.2126),
                                  ('808080', 0.2159)):
            self.assertAlmostEqual(luminance, luminance_of(digits), 3)

    def test_ground_is_dark_or_it_is_not_known(self):
        for ground, dark in (('#000', True), ('#24292e', True),
                             ('#ffb', False), ('#fff url(x)', False),
                             ('red', False), ('linear-gradient(#000, #111)',
                                              True), ('#12', False)):
            self.assertEqual(dark, is_dark(ground), ground)


class StyleTestCase(WikiHtmlTestCase):

    def test_colour_stays_and_is_followed_by_one_for_each_scheme(self):
        for found in self.styled(u'color: #F00'):
            self.assertIn(u'color: #F00; color: light-dark(lab(from #F00 '
                          u'min(l, 45) a b), lab(from #F00 max(l, 70) a b))',
                          found.replace('color:#F00', 'color: #F00'))

    def test_on_a_dark_ground_words_are_as_in_the_dark(self):
        self.assertIn('color-scheme: dark',
                      self.html(u'<p style="background: #111">x</p>'))
        self.assertNotIn('color-scheme',
                         self.html(u'<p style="background: #ffc">x</p>'))

    def test_what_is_no_colour_is_left(self):
        for style in (['color: inherit(x)'], ['color: red, blue'],
                      ['border-color: #000'], ['width: 1em'], []):
            self.assertEqual(style, make_legible(style))


if __name__ == '__main__':
    unittest.main()
