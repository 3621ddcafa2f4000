# -*- coding: utf-8 -*-
"""Where wiki text becomes HTML that its writer chose.

Trac does not know who wrote what it renders, so everybody's text is sanitized
the same, but for a Trac that sets `[wiki] render_unsafe_content`. What makes
Trac's sanitizer has no extension point: it is wrapped, once in a process, and
does nothing in an environment without this plugin.
"""

from functools import wraps

from trac.mimeview.txtl import TextileRenderer
from trac.util.html import find_element, tag
from trac.wiki.api import WikiSystem
from trac.wiki.formatter import WikiProcessor
from trac.wiki.macros import ImageMacro

from learning.participant import Participant
from learning.rendering.sanitizer import Sanitizer


class WikiSanitizing(Participant):
    """Narrows what HTML people may write in wiki text."""

    def __init__(self):
        install()


def applies(env):
    """Whether this environment wants it."""
    return env.is_enabled(WikiSanitizing) and \
        not WikiSystem(env).render_unsafe_content


def install():
    """Wrap what makes a sanitizer, or a picture without one. Once is
    enough."""
    if hasattr(WikiProcessor.__init__, 'learning'):
        return
    WikiProcessor.__init__ = _processor(WikiProcessor.__init__)
    TextileRenderer.render = _renderer(TextileRenderer.render)
    ImageMacro.expand_macro = _image(ImageMacro.expand_macro)


def _processor(original):
    @wraps(original)
    def __init__(self, formatter, *args, **kwargs):
        original(self, formatter, *args, **kwargs)
        if applies(self.env):
            self._sanitizer = Sanitizer(formatter.wiki)
    __init__.learning = True
    return __init__


def _renderer(original):
    @wraps(original)
    def render(self, *args, **kwargs):
        if applies(self.env):
            self._sanitizer = Sanitizer(WikiSystem(self.env))
        return original(self, *args, **kwargs)
    return render


def _image(original):
    @wraps(original)
    def expand_macro(self, formatter, name, content, *args):
        result = original(self, formatter, name, content, *args)
        image = find_element(result, tag='img')
        if image is None or not applies(self.env):
            return result
        sanitizer = Sanitizer(formatter.wiki)
        source = image.attrib.pop('src', '')
        image.attrib = sanitizer.sanitize_attrs('img', image.attrib)
        if not sanitizer.shows(source):
            return tag.a(image.attrib.get('alt') or source, href=source,
                         class_='ext-link')
        if source:
            image.attrib['src'] = source
        return result
    return expand_macro
