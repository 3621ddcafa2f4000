# -*- coding: utf-8 -*-
"""The catalogues fit the sources: what is translated says the same things, and
little is left out.
"""

import io
import os.path
import re
import unittest

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import learning

ROOT = os.path.dirname(learning.__file__)
#: As setup.py has it.
METHODS = [('tests/**', 'ignore'), ('**.py', 'trac.dist:extract_python'),
           ('templates/**.html', 'trac.dist:extract_html')]
HTML = {'extensions': 'jinja2.ext.do,jinja2.ext.i18n,jinja2.ext.with_',
        'variable_start_string': '${', 'variable_end_string': '}',
        'line_statement_prefix': '#', 'line_comment_prefix': '##',
        'trim_blocks': 'yes', 'lstrip_blocks': 'yes', 'silent': 'no'}
KEYWORDS = {'_': None, 'ngettext': (1, 2), 'N_': None, 'tag_': None}
#: Share of the texts that a catalogue may lag behind.
MAX_MISSING = 0.02

_PLACE = re.compile(r'%\((\w+)\)[sd]|%%')


def texts_of_sources():
    """The messages, as gettext has them: a plural one by its singular."""
    return {each[2][0] if isinstance(each[2], tuple) else each[2]
            for each in extract_from_dir(
                ROOT, METHODS, {'templates/**.html': HTML}, KEYWORDS)}


def catalogues():
    """(language, catalogue) of each."""
    for language in sorted(os.listdir(os.path.join(ROOT, 'locale'))):
        path = os.path.join(ROOT, 'locale', language, 'LC_MESSAGES',
                            'traclearn.po')
        if os.path.isfile(path):
            with io.open(path, 'rb') as source:
                yield language, read_po(source, locale=language)


class CataloguesTestCase(unittest.TestCase):

    def test_catalogue_of_german_is_there(self):
        self.assertIn('de', dict(catalogues()))

    def test_catalogue_lacks_few_texts(self):
        texts = texts_of_sources()
        self.assertGreater(len(texts), 1000)
        for language, catalogue in catalogues():
            missing = [text for text in texts
                       if text not in catalogue or
                       not catalogue[text].string or catalogue[text].fuzzy or
                       not all(said_of(catalogue[text]))]
            self.assertLessEqual(
                len(missing), MAX_MISSING * len(texts),
                'Run `make messages` and translate into %s: %r'
                % (language, sorted(missing)[:20]))

    def test_translation_has_the_placeholders_of_its_text(self):
        for language, catalogue in catalogues():
            for message in catalogue:
                if not message.id or not any(said_of(message)):
                    continue
                texts = message.id if message.pluralizable else [message.id]
                allowed = set.union(*(places(text) for text in texts))
                for said in said_of(message):
                    self.assertLessEqual(places(said), allowed, message.id)
                # A singular may say "one" in place of its number.
                self.assertEqual(places(texts[-1]), places(
                    said_of(message)[-1]), message.id)


def said_of(message):
    """The translation in each number."""
    return list(message.string) if message.pluralizable else [message.string]


def places(text):
    """What is filled in."""
    return {found.group() for found in _PLACE.finditer(text)}


if __name__ == '__main__':
    unittest.main()
