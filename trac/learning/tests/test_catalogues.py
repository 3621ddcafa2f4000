# -*- coding: utf-8 -*-
"""The catalogues fit the sources: what is translated says the same things, and
little is left out.
"""

import io
import os.path
import re
import unittest

from ConfigParser import ConfigParser

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

import learning
from learning.tests.test_components import assigned_in_setup

ROOT = os.path.dirname(learning.__file__)
#: Share of the texts that a catalogue may lag behind.
MAX_MISSING = 0.02

_PLACE = re.compile(r'%\((\w+)\)[sd]|%%')


def texts_of_sources():
    """The messages, as gettext has them: a plural one by its singular."""
    extractors = assigned_in_setup('EXTRACTORS')
    config = ConfigParser()
    config.read(os.path.join(ROOT, '..', 'setup.cfg'))
    keywords = parse_keywords(
        config.get('extract_messages', 'keywords').split())
    return {each[2][0] if isinstance(each[2], tuple) else each[2]
            for each in extract_from_dir(
                ROOT, [(files, how) for files, how, _options in extractors],
                {files: options or {} for files, _how, options in extractors},
                keywords)}


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
