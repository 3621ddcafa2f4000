# -*- coding: utf-8 -*-
"""Where Trac runs patterns on what people write: each place keeps to the
budget. They do nothing outside of one."""

import re
from functools import wraps

from trac.util.html import HTMLSanitization, TracHTMLSanitizer
from trac.wiki import formatter
from trac.wiki.formatter import Formatter, WikiProcessor
from trac.wiki.parser import WikiParser

from learning.rendering.budget import check
from learning.rendering.match_cost import admit


class MeasuredRe(object):
    """Module `re` as `trac.wiki.formatter` calls it."""

    def __getattr__(self, name):
        return getattr(re, name)

    def match(self, pattern, text, flags=0):
        compiled = re.compile(pattern, flags)
        admit(('match', compiled), compiled.match, text)
        return compiled.match(text)

    def search(self, pattern, text, flags=0):
        compiled = re.compile(pattern, flags)
        admit(('search', compiled), compiled.search, text)
        return compiled.search(text)

    def sub(self, pattern, replacement, text, count=0, flags=0):
        compiled = re.compile(pattern, flags)
        if compiled is not Formatter._normalize_re:     # linear; whole texts
            admit(('sub', compiled), _exhausting(compiled.finditer), text)
        return compiled.sub(replacement, text, count)


def install():
    """Wrap the places, once in a process."""
    formatter.re = MeasuredRe()
    for owner, name in ((Formatter, 'replace'),
                        (Formatter, 'handle_code_block'),
                        (Formatter, 'handle_quote_block'),
                        (HTMLSanitization, 'parse_starttag')):
        _precede(owner, name, lambda *args: check())
    link = WikiParser._creolelink_re.match
    _precede(Formatter, '_macrolink_formatter',
             lambda self, match, *rest: admit('link', link, match[2:-2]))
    table = WikiProcessor._inner_table_re.match
    _precede(WikiProcessor, '_parse_inner_table',
             lambda self, text: admit('table', table, text))
    css = TracHTMLSanitizer.sanitize_css.__func__
    _precede(TracHTMLSanitizer, 'sanitize_css',
             lambda self, text: admit('css', lambda part: css(self, part),
                                      text))
    parameters = WikiParser._processor_param_re.split
    _precede(formatter, 'parse_processor_args',
             lambda text: admit('parameters', parameters, text))


def _precede(owner, name, guard):
    """Have `guard` called with the arguments first."""
    original = getattr(owner, name)
    original = getattr(original, '__func__', original)

    @wraps(original)
    def guarded(*args, **kwargs):
        guard(*args, **kwargs)
        return original(*args, **kwargs)
    setattr(owner, name, guarded)


def _exhausting(iterate):
    def run(text):
        for _ in iterate(text):
            pass
    return run
