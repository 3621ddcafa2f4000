# -*- coding: utf-8 -*-
"""The text of a bit of HTML, as other systems keep their questions."""

import re
from htmlentitydefs import name2codepoint
from HTMLParser import HTMLParser

from learning.text import strip_unstorable

#: Behind which a line ends.
BLOCKS = frozenset(('p', 'div', 'br', 'li', 'tr', 'ul', 'ol', 'h1', 'h2',
                    'h3', 'h4', 'h5', 'h6', 'pre', 'table', 'blockquote'))
#: What is no text.
SILENT = frozenset(('script', 'style', 'head'))
#: What people mark up a text with, beside the blocks.
INLINE = frozenset(('a', 'b', 'strong', 'i', 'em', 'u', 'code', 'sub', 'sup',
                    'span', 'font', 'img'))
_TAG = re.compile(r'</?(?:%s)(?:\s[^<>]*)?/?>' % '|'.join(
    sorted(BLOCKS | INLINE)), re.IGNORECASE)
_SPACE = re.compile(r'\s+', re.UNICODE)


class _Text(HTMLParser):

    def __init__(self):
        HTMLParser.__init__(self)
        self.parts, self.silent, self.pictures = [], 0, 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        self.pictures += tag in ('img', 'audio', 'video', 'object')
        if tag == 'li':
            self.parts.append(u'\n- ')
        elif tag == 'img' and dict(attrs).get('alt'):
            self.parts.append(dict(attrs)['alt'])
        elif tag in BLOCKS:
            self.parts.append(u'\n')

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT and self.silent > 0
        if tag in BLOCKS and tag not in ('li', 'br'):
            self.parts.append(u'\n')

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(_SPACE.sub(u' ', data))

    def handle_entityref(self, name):
        self.handle_data(unichr(name2codepoint[name])
                         if name in name2codepoint else u'&%s;' % name)

    def handle_charref(self, name):
        try:
            self.handle_data(unichr(int(name[1:], 16) if name[:1] in 'xX'
                                    else int(name)))
        except (ValueError, OverflowError):
            self.handle_data(u'&#%s;' % name)


def holds_html(said):
    """Is it HTML, and no text with `<` in it?"""
    return bool(_TAG.search(said))


def text_of_html(html):
    """(the text, how many pictures and the like it leaves out)"""
    parser = _Text()
    parser.feed(html)
    parser.close()
    said = u''.join(parser.parts)
    lines = [u' '.join(line.split()) for line in said.split(u'\n')]
    said = re.sub(u'\n{3,}', u'\n\n', u'\n'.join(lines)).strip()
    return strip_unstorable(said), parser.pictures
