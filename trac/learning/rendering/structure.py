# -*- coding: utf-8 -*-
"""What rendered texts lack for who listens to them: headings that go down by
one level at a time, and no head of a column without words.

Macros begin with `h3` and `h4` (tables of contents, recent changes), and
people choose a heading by its size. It keeps that, and says its level.
"""

import re
from functools import wraps

from trac.mimeview.api import Mimeview
from trac.util.html import Markup, find_element
from trac.wiki.formatter import HtmlFormatter

from learning.participant import Participant
from learning.rendering.wiki_html import applies

_HEADING = re.compile(r'<h([1-6])\b((?:\s[^>]*)?)>', re.I)
_LEVEL = re.compile(r'\saria-level="\d+"')


class TextStructure(Participant):
    """Gives the headings of a text levels without gaps.

    A Trac whose texts may hold scripts is left alone: a heading in one is
    none.
    """

    def __init__(self):
        install()


def close_gaps(html):
    """Headings of a text that stands below the page's first."""
    above = [(0, 1)]    # size and level of those that this one is within

    def leveled(heading):
        size, attributes = int(heading.group(1)), heading.group(2)
        while above[-1][0] >= size:
            above.pop()
        level = min(size, above[-1][1] + 1)
        above.append((size, level))
        attributes = _LEVEL.sub('', attributes)
        if level != size:
            attributes += ' aria-level="%d"' % level
        return '<h%d%s>' % (size, attributes)
    return _HEADING.sub(leveled, unicode(html))


def install():
    """Wrap what has no extension point. Once is enough."""
    if not hasattr(Mimeview._render_source, 'structure'):
        HtmlFormatter.generate = _leveled(HtmlFormatter.generate.__func__)
        Mimeview._render_source = _worded(Mimeview._render_source.__func__)


def _leveled(original):
    @wraps(original)
    def generate(self, *args, **kwargs):
        html = original(self, *args, **kwargs)
        if not _is_ours(self.env):
            return html
        return Markup(close_gaps(html))
    return generate


def _worded(original):
    @wraps(original)
    def _render_source(self, *args, **kwargs):
        table = original(self, *args, **kwargs)
        if _is_ours(self.env):
            head = find_element(table, cls='content')
            head.attrib['role'] = 'cell'
        return table
    _render_source.structure = True
    return _render_source


def _is_ours(env):
    return env.is_enabled(TextStructure) and applies(env)
