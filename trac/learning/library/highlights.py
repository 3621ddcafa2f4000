# -*- coding: utf-8 -*-
"""The words of a question in a text that was found for it."""

import re

#: Characters of a text that a hit shows.
EXCERPT_CHARS = 320
#: (letters of a word, how many at its end may differ): `isolation` finds
#: `isolated`. Of shorter words only a plural's may.
ENDINGS = ((8, 3), (6, 2))
#: Words of a question that are looked for.
MAX_WORDS = 20
#: Too common to point at.
COMMON = frozenset('a an and are as at be by can do does for from how i in is '
                   'it me my not of on or so that the this to was we what '
                   'when where which who why will with you your'.split())
_WORD = re.compile(r'\w+', re.UNICODE)


class Highlights(object):
    """Finds a question's words.

    :param question: as a person typed it.
    """

    def __init__(self, question):
        words = [word for word in _WORD.findall(question.lower())
                 if word not in COMMON][:MAX_WORDS]
        self.patterns = [_pattern_of(word) for word in words]
        self._any = re.compile('|'.join(self.patterns), re.I | re.U) \
            if words else None

    def split(self, text):
        """[(part, whether it is one of the words)] of a text."""
        parts, at = [], 0
        for found in self._any.finditer(text) if self._any else ():
            if found.start() > at:
                parts.append((text[at:found.start()], False))
            parts.append((found.group(), True))
            at = found.end()
        return parts + ([(text[at:], False)] if text[at:] else [])

    def excerpt(self, text):
        """The part of a text around its first words, split."""
        text = ' '.join(text.split())
        found = self._any.search(text) if self._any else None
        begin = max(0, found.start() - EXCERPT_CHARS // 4) if found else 0
        begin = min(begin, max(0, len(text) - EXCERPT_CHARS))
        if begin:
            begin = text.find(' ', begin) + 1 or begin
        end = begin + EXCERPT_CHARS
        if end < len(text):
            end = max(text.rfind(' ', begin, end), begin + 1)
        return self.split((u'\u2026 ' if begin else u'') + text[begin:end] +
                          (u' \u2026' if end < len(text) else u''))

    def covers(self, text):
        """Does a text hold each of the words?"""
        return bool(self.patterns) and all(
            re.search(one, text, re.I | re.U) for one in self.patterns)


def _pattern_of(word):
    for letters, ending in ENDINGS:
        if len(word) >= letters:
            return r'\b%s\w{0,%d}\b' % (re.escape(word[:-ending]),
                                       ending + 3)
    return r'\b%ss?\b' % re.escape(word.rstrip('s') or word)
