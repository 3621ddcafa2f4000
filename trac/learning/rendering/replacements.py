# -*- coding: utf-8 -*-
"""Functions of Trac that grow faster than their text, and their equals."""

import difflib
import re
from functools import wraps

from trac.util.text import UnicodeTextWrapper
from trac.versioncontrol import diff
from trac.wiki.api import WikiSystem

#: Both match any number of `./`, `../` and `/`. Trac's tries each `./` in two
#: ways: 40 of them, a line of 80 characters, take it days.
RELATIVE, RELATIVE_ONE_WAY = r'(?:\.?\.?/)*', r'(?:\.{0,2}/)*'
#: How many pairs of equal lines a comparison looks at: about a second.
MAX_LINE_PAIRS = 2000000
#: Characters of a word that may still be broken at its hyphens in a mail.
MAX_WORD_LENGTH = 1024

_spaces = re.compile(r'(\s+)', re.UNICODE)


def install():
    WikiSystem.get_wiki_syntax = _one_way(WikiSystem.get_wiki_syntax.__func__)
    diff.get_hunks = get_hunks
    UnicodeTextWrapper._split = _by_words(UnicodeTextWrapper._split.__func__)


def _one_way(original):
    @wraps(original)
    def get_wiki_syntax(self):
        for pattern, handler in original(self):
            yield pattern.replace(RELATIVE, RELATIVE_ONE_WAY), handler
    return get_wiki_syntax


class BoundedMatcher(difflib.SequenceMatcher):
    """Shows as changed what it has not compared when the pairs are spent."""

    def __init__(self, *args, **kwargs):
        self.pairs = 0
        difflib.SequenceMatcher.__init__(self, *args, **kwargs)

    def find_longest_match(self, alo, ahi, blo, bhi):
        self.pairs += sum(1 + len(self.b2j.get(self.a[i], ()))
                          for i in xrange(alo, ahi))
        if self.pairs > MAX_LINE_PAIRS:
            return difflib.Match(alo, blo, 0)
        return difflib.SequenceMatcher.find_longest_match(self, alo, ahi,
                                                          blo, bhi)


def get_hunks(fromlines, tolines, context=None):
    """As `trac.versioncontrol.diff.get_hunks`, with a `BoundedMatcher`."""
    matcher = BoundedMatcher(None, fromlines, tolines)
    if context is None:
        return iter([matcher.get_opcodes()])
    return matcher.get_grouped_opcodes(context)


def _by_words(original):
    """No chunk of `UnicodeTextWrapper` spans words: each is split alone."""
    @wraps(original)
    def _split(self, text):
        chunks = []
        for word in _spaces.split(text):
            if len(word) > MAX_WORD_LENGTH or word.isspace():
                chunks.append(word)
            elif word:
                chunks += original(self, word)
        return chunks
    return _split
