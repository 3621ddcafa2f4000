# -*- coding: utf-8 -*-
"""Exports in which no cell is a formula.

A spreadsheet that opens a CSV file computes cells that begin with one of a
few signs (OWASP, "CSV Injection"). An apostrophe before them makes them text.
Trac's exports all write through the module `csv`, which is replaced for them
alone; without the plugin in an environment of the same process that does no
harm, so there is no switch.
"""

import csv
import re

from trac.ticket import query, report, web_ui

_FORMULA = re.compile(u'[\\s\0]*[=+@\uff0b\uff1d\uff20\uff0d-]|[\t\r\n]')
_NUMBER = re.compile(r'[+-]?\d+(?:[.,:]\d+)*(?:[eE][+-]?\d+)?\s*%?\Z')


class TextCsv(object):
    """The module `csv` with a writer of texts."""

    def __getattr__(self, name):
        return getattr(csv, name)

    def writer(self, *args, **kw):
        return TextWriter(csv.writer(*args, **kw))


class TextWriter(object):
    """A CSV writer that writes no formulas."""

    def __init__(self, writer):
        self._writer = writer

    def writerow(self, row):
        self._writer.writerow([neutral_cell(cell) for cell in row])

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


def neutral_cell(cell):
    """The cell as text for a spreadsheet; numbers stay numbers."""
    if not isinstance(cell, basestring):
        return cell
    said = cell if isinstance(cell, unicode) else cell.decode('utf-8',
                                                              'replace')
    if _FORMULA.match(said) and not _NUMBER.match(said):
        return "'" + cell
    return cell


def install():
    """Let Trac's exports write texts."""
    for module in (query, report, web_ui):
        if not isinstance(module.csv, TextCsv):
            module.csv = TextCsv()
