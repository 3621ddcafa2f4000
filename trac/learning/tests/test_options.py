# -*- coding: utf-8 -*-
"""docs/installing.md names every option and every table."""

import io
import os.path
import unittest

from trac.config import ConfigSection, Option

import learning
from learning import components, schema  # noqa: F401

DOCUMENT = os.path.join(os.path.dirname(os.path.abspath(learning.__file__)),
                        '..', '..', 'docs', 'installing.md')
HEAD = [u'| option | default | what it is |', u'|---|---|---|']


def options_table():
    """The lines of the document's table, as the code says it."""
    rows = [(section, name, option.dumps(option.default), option.__doc__)
            for (section, name), option in Option.get_registry(None).items()
            if section.startswith('learning')]
    rows += [(name, u'ADDRESS', u'', section.__doc__)
             for name, section in ConfigSection.get_registry(None).items()
             if name.startswith('learning')]
    return HEAD + [u'| `[%s]` `%s` | %s | %s |' % (
        section, name, u'`%s`' % default if default else u'',
        u' '.join(doc.split())) for section, name, default, doc
        in sorted(rows)]


def drop_statements():
    """The lines that delete the plugin's tables."""
    return [u'DROP TABLE %s;' % table.name for table in schema.TABLES]


class OptionsTestCase(unittest.TestCase):

    def lines(self, starting):
        with io.open(DOCUMENT, encoding='utf-8') as document:
            return [line.strip() for line in document
                    if line.strip().startswith(starting)]

    def test_document_has_the_table_that_the_code_makes(self):
        wanted = options_table()
        self.assertEqual(wanted, self.lines(u'|'),
                         u'\n'.join([u'It should be:'] + wanted))

    def test_document_drops_each_table(self):
        self.assertEqual(drop_statements(), self.lines(u'DROP TABLE'))


if __name__ == '__main__':
    unittest.main()
