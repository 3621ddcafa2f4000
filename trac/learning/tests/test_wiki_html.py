# -*- coding: utf-8 -*-

import re
import unittest

from trac.test import EnvironmentStub, MockRequest
from trac.web.chrome import web_context
from trac.wiki.formatter import format_to_html

from learning import components  # noqa: F401
from learning.rendering.sanitizer import as_read
from learning.rendering.wiki_html import WikiSanitizing

FORMS = (
    u'<form action="/x" method="post"><input name="a">%s</form>',
    u'<button formaction="/x">%s</button>', u'<textarea>%s</textarea>',
    u'<select><option>%s</option></select>', u'<label for="a">%s</label>',
    u'<fieldset><legend>%s</legend></fieldset>', u'<FORM a="/x">%s</FORM>',
    u'<input type="image" src="/x"/>%s', u'%s</form></textarea>')
PARTS = (
    u'<base href="/x"/>', u'<meta http-equiv="refresh" content="0"/>',
    u'<link rel="stylesheet" href="/x"/>', u'<style>a { }</style>',
    u'<iframe src="/x"></iframe>', u'<object data="/x"></object>',
    u'<video src="/x" poster="/x"></video>', u'<svg><a href="/x"/></svg>')
PICTURES = (
    u'http://evil.test/x', u'https://evil.test/x', u'//evil.test/x',
    u'/\t/evil.test/x', u'\\\\evil.test/x', u'/\\evil.test/x',
    u' //evil.test/x', u'\n//evil.test/x', u'ht\ntp://evil.test/x')
STYLES = (
    u'position: fixed', u'POSITION:absolute', u'pos\\69tion: fixed',
    u'z-index: 9', u'opacity: 0.1', u'margin-top: -9px',
    u'margin: calc(9px * cos(180deg))', u'margin-left:var(--x)',
    u'background: url(//evil.test/x)', u"background: url('//evil.test/x')",
    u'background: url( "//evil.test/x" )', u'background:url(/\\/evil.test/x)',
    u'background: image-set("//evil.test/x" 1x)',
    u'background: image(\'//evil.test/x\')', u'width: attr(x)',
    u'background: -webkit-image-set(url(x) 1x)', u'transform: scale(9)',
    u'list-style-image: src("//evil.test/x")')
KEPT = (
    u'color: red', u'background: rgba(1, 2, 3, 0.5)',
    u'width: calc(100% - 2em)', u'margin: 1em auto', u'float: right',
    u'background: url(/trac.cgi/chrome/site/x.png)', u'text-indent: -1em',
    u'border: 1px solid #ccc', u'background: linear-gradient(red, blue)')


class WikiHtmlTestCase(unittest.TestCase):

    enabled = ['trac.*', 'learning.*']

    def setUp(self):
        self.env = EnvironmentStub(default_data=True, enable=self.enabled)
        self.addCleanup(self.env.reset_db)
        if 'learning.*' in self.enabled:
            WikiSanitizing(self.env)

    def shown(self, text):
        context = web_context(MockRequest(self.env), 'wiki', 'WikiStart')
        return unicode(format_to_html(self.env, context, text))

    def html(self, text):
        return self.shown(u'{{{#!html\n%s\n}}}' % text)

    def styled(self, style):
        """By all the ways there are to write a style."""
        return (self.html(u'<p style="%s">x</p>' % style.replace('"', "'")),
                self.shown(u"{{{#!div style=\"%s\"\nx\n}}}" %
                           style.replace('"', "'")),
                self.shown(u"{{{#!td style=\"%s\"\nx\n}}}" %
                           style.replace('"', "'")),
                self.shown(u'[[span(x, style=%s)]]' % style))


class NarrowTestCase(WikiHtmlTestCase):

    def test_of_a_form_its_text_stays(self):
        for form in FORMS:
            self.assertEqual('kept', self.html(form % u'kept').strip(), form)
            self.assertEqual('<b>kept</b>',
                             self.html(form % u'<b>kept</b>').strip())
            self.assertEqual('', self.html(
                form % u'<script>alert(1)</script>').strip())

    def test_element_that_loads_is_dropped(self):
        for part in PARTS:
            self.assertNotIn('/x', self.html(part + u'kept'), part)

    def test_picture_of_another_site_becomes_a_link(self):
        for source in PICTURES:
            for found in (self.html(u'<img src="%s">' % source),
                          self.shown(u'[[Image("%s")]]' % source)):
                for shown in re.findall(r'src="([^"]*)', found):
                    self.assertRegexpMatches(as_read(shown), r'^/[^/]')
        self.assertIn('<a class="ext-link" href="http://evil.test/x">',
                      self.shown(u'[[Image(http://evil.test/x)]]'))

    def test_picture_of_this_site_or_a_safe_one_is_shown(self):
        self.env.config.set('wiki', 'safe_origins',
                            'data:, https://pictures.test/')
        for source in ('/trac.cgi/x.png', 'x.png',
                       'https://pictures.test/x.png'):
            self.assertIn('src="%s"' % source,
                          self.html(u'<img src="%s">' % source))
        for source in ('https://pictures.test/x.png',
                       '"data:image/png;base64,AA=="'):
            self.assertIn('src="%s"' % source.strip('"'),
                          self.shown(u'[[Image(%s,120px,right)]]' % source))

    def test_no_style_lies_over_the_page_or_loads(self):
        for style in STYLES:
            for found in self.styled(style):
                self.assertNotIn('style=', found, style)

    def test_harmless_style_stays(self):
        for style in KEPT:
            for found in self.styled(style)[:3]:
                self.assertIn(style.replace(': ', ':'),
                              found.replace(': ', ':'))

    def test_a_low_box_keeps_what_is_in_it(self):
        for style in (u'height: 0; overflow: visible', u'max-height:1px'):
            found = self.html(u'<p style="%s">x</p>' % style)
            self.assertIn('overflow: auto', found)
            self.assertNotIn('visible', found)

    def test_name_of_the_pages_own_elements_is_dropped(self):
        for names in (u'learning', u'learning-grade', u'ui-widget-overlay',
                      u'Learning-panel', u'ui-dialog'):
            for found in (
                    self.html(u'<p class="%s mine" id="%s">x</p>'
                              % (names, names)),
                    self.shown(u'{{{#!div class="%s mine" id="%s"\nx\n}}}'
                               % (names, names)),
                    self.shown(u'[[Image(/x,class=%s,id=%s)]]'
                               % (names, names))):
                self.assertNotIn(names, found)
        self.assertIn('class="mine"', self.html(u'<p class="ui-x mine">x</p>'))
        self.assertIn('class="important"',
                      self.html(u'<p class="important">x</p>'))

    def test_name_that_hides_a_property_of_the_document_is_dropped(self):
        found = self.html(u'<img name="getElementById" src="/x">'
                          u'<a name="here">x</a>')
        self.assertNotIn('getElementById', found)
        self.assertIn('<a name="here">', found)

    def test_key_and_foreign_window_of_a_link_are_dropped(self):
        found = self.html(u'<a href="/x" accesskey="s" tabindex="1" '
                          u'target="_top">x</a>')
        self.assertEqual('<a href="/x">x</a>', found.strip())
        self.assertIn('target="_blank"',
                      self.html(u'<a href="/x" target="_blank">x</a>'))

    def test_unsafe_content_is_shown_where_an_administrator_allows(self):
        self.env.config.set('wiki', 'render_unsafe_content', 'true')
        self.assertIn('<form', self.html(FORMS[0]))
        self.assertIn('src="http://evil.test/x"',
                      self.shown(u'[[Image(http://evil.test/x)]]'))


class DisabledTestCase(WikiHtmlTestCase):

    enabled = ['trac.*']

    def test_other_environments_are_as_they_were(self):
        from learning.rendering import wiki_html
        wiki_html.install()
        self.assertIn('<form', self.html(FORMS[0]))
        self.assertIn('src="http://evil.test/x"',
                      self.shown(u'[[Image(http://evil.test/x)]]'))


if __name__ == '__main__':
    unittest.main()
