# -*- coding: utf-8 -*-
"""What of the HTML in wiki text may reach a page.

Trac's sanitizer keeps scripts out; ours takes away, too, what lets a text act
as the page that shows it: forms, other sites' pictures, what lies over the
page, and names that the page's own scripts and styles look for.
"""

import io
import re

from trac.util.html import (HTMLSanitization, Markup, TracHTMLSanitizer,
                            escape, is_safe_origin)

from learning.rendering.legibility import make_legible

_FORM_TAGS = {'button', 'fieldset', 'form', 'input', 'label', 'legend',
              'optgroup', 'option', 'select', 'textarea'}
_FORM_ATTRS = {'accept', 'accept-charset', 'action', 'checked', 'disabled',
               'enctype', 'for', 'maxlength', 'method', 'multiple', 'prompt',
               'readonly', 'selected'}
#: They take the keyboard away from the page's own elements.
_KEY_ATTRS = {'accesskey', 'tabindex'}
#: They lift a text over what comes after it.
_STACKING = {'opacity', 'z-index'}
#: Elements whose `name` leads nowhere but to them: an image's hides a
#: property of the document from scripts.
_NAMED = ('a', 'map')
#: Beginnings of the names that the plugin's and jQuery UI's styles and
#: scripts look for; jQuery UI's lay a box over the whole window.
_PAGE_NAMES = ('learning', 'ui-')
#: What a style may call; other functions load pictures or read the page's
#: values.
_FUNCTIONS = {'calc', 'clamp', 'hsl', 'hsla', 'linear-gradient', 'max', 'min',
              'radial-gradient', 'rgb', 'rgba', 'url'}
_FUNCTION = re.compile(r'([^\s,:()]*)\(')
#: A box that is lower than what is in it would show it over what follows.
_LOW = re.compile(r'(?:max-)?height\s*:')
#: What browsers drop from an address, and quotes around it in a style.
_DROPPED = re.compile(u'[\x00-\x20\x7f\'"]+')


class Sanitizer(TracHTMLSanitizer):
    """Trac's sanitizer, and less."""

    def __init__(self, wiki):
        """:param wiki: the `WikiSystem` that knows what counts as safe."""
        super(Sanitizer, self).__init__(
            safe_schemes=wiki.safe_schemes, safe_origins=wiki.safe_origins,
            safe_css=self.SAFE_CSS - _STACKING,
            safe_tags=self.SAFE_TAGS - _FORM_TAGS,
            safe_attrs=self.SAFE_ATTRS - _FORM_ATTRS - _KEY_ATTRS)

    def sanitize(self, html):
        transform = Sanitization(self, io.StringIO())
        transform.feed(html)
        transform.close()
        return Markup(transform.out.getvalue())

    def sanitize_attrs(self, element, attrs):
        """Attributes of Trac's own elements are escaped, and stay so."""
        escaped = [name for name, value in attrs.items()
                   if isinstance(value, Markup)]
        safe = self._safe_attrs(element, dict(
            attrs, **{name: attrs[name].unescape() for name in escaped}))
        return {name: escape(value) if name in escaped else value
                for name, value in safe.items()}

    def sanitize_css(self, text):
        safe = super(Sanitizer, self).sanitize_css(text)
        if any(_LOW.match(one.lower()) for one in safe):
            safe = [one for one in safe
                    if not one.lower().startswith('overflow')] + \
                ['overflow: auto']
        return make_legible(safe)

    def is_safe_css(self, prop, value):
        called = {name.lower() for name in _FUNCTION.findall(value)}
        return '\\' not in value and called <= _FUNCTIONS and \
            not (called and prop.startswith('margin')) and \
            super(Sanitizer, self).is_safe_css(prop, value)

    def shows(self, source):
        """Whether a picture from there may be shown: one of this site, or
        from a safe origin."""
        return is_safe_origin(self.safe_origins, as_read(source))

    # Internal methods

    def _safe_attrs(self, element, attrs):
        safe = super(Sanitizer, self).sanitize_attrs(element, attrs)
        if any(of_the_page(one) for one in safe.get('class', '').split()):
            safe['class'] = ' '.join(one for one in safe['class'].split()
                                     if not of_the_page(one))
        return {name: value for name, value in safe.items()
                if not self._taken(element, name, value)}

    def _taken(self, element, name, value):
        """Whether an attribute is the page's to set, not the text's."""
        return (name == 'id' and of_the_page(value) or
                name == 'name' and (element not in _NAMED or
                                    of_the_page(value)) or
                name == 'target' and value != '_blank' or
                name == 'src' and not self.shows(value))

    def _is_safe_origin(self, uri):
        return super(Sanitizer, self)._is_safe_origin(as_read(uri))


class Sanitization(HTMLSanitization):
    """Of a form, its text stays."""

    def _handle_start(self, element, attrs, startend):
        if element not in _FORM_TAGS:
            HTMLSanitization._handle_start(self, element, attrs, startend)

    def handle_endtag(self, element):
        if element not in _FORM_TAGS:
            HTMLSanitization.handle_endtag(self, element)


def as_read(address):
    """An address as browsers read it."""
    return _DROPPED.sub('', address).replace('\\', '/')


def of_the_page(name):
    """Whether the page's own elements are called so."""
    return name.strip().lower().startswith(_PAGE_NAMES)
