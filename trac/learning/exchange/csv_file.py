# -*- coding: utf-8 -*-
"""Questions as CSV: one in each row, its points and sources in columns.

A spreadsheet computes cells that begin as a formula (OWASP, "CSV Injection"):
these get an apostrophe, as in every export here, and lose it when they come
back. A cell that begins with an apostrophe of its own gets one more.
"""

import csv
import io
import re

from learning.errors import InvalidInput
from learning.exchange.record import (LISTS, POINT, SOURCE, TEXTS,
                                      Entry, make_record)
from learning.tickets.csv_export import neutral_cell
from learning.translation import _

#: By which Excel knows UTF-8.
MARK = '\xef\xbb\xbf'
DELIMITERS = ',;\t'
_COLUMN = re.compile(r'(point|source)_(\d{1,2})_(\w+)\Z')
_LISTED = re.compile(r'(concept|further_reference)_(\d{1,2})\Z')
_NAMES = {'point': POINT, 'source': SOURCE}


def write_csv(records):
    """The file, in UTF-8."""
    points = max([len(record.rubric) for record in records] or [0])
    sources = max([len(record.sources) for record in records] or [0])
    columns = list(TEXTS)
    columns += ['point_%d_%s' % (n + 1, name)
                for n in range(points) for name in POINT]
    columns += ['source_%d_%s' % (n + 1, name)
                for n in range(sources) for name in SOURCE]
    listed = [(name, max([len(getattr(record, name))
                          for record in records] or [0])) for name in LISTS]
    columns += ['%s_%d' % (name[:-1], n + 1)
                for name, most in listed for n in range(most)]
    out = io.BytesIO()
    out.write(MARK)
    writer = csv.writer(out)
    writer.writerow(columns)
    for record in records:
        cells = [getattr(record, name) for name in TEXTS]
        cells += _in_columns(record.rubric, POINT, points)
        cells += _in_columns(record.sources, SOURCE, sources)
        for name, most in listed:
            said = getattr(record, name)
            cells += said + [u''] * (most - len(said))
        writer.writerow([_cell(cell) for cell in cells])
    return out.getvalue()


def read_csv(content):
    """An `Entry` for each row.

    :raises InvalidInput: when it is no such file.
    """
    content = content[len(MARK):] if content.startswith(MARK) else content
    content = content.replace('\r\n', '\n').replace('\r', '\n')
    head = content.partition('\n')[0]
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.reader(io.BytesIO(content), delimiter=delimiter)
    try:
        columns = [_said(name).strip().lower() for name in next(rows, [])]
        if 'question' not in columns:
            raise InvalidInput(_(
                u"The first line names the columns; “question” is not among "
                "them. A file that was exported here has all names."))
        return [_entry(number, dict(zip(columns, row)))
                for number, row in enumerate(rows, 2) if any(row)]
    except csv.Error as e:
        raise InvalidInput(_("This is no CSV: %(error)s.", error=e))


def _entry(number, cells):
    place = _("row %(number)s", number=number)
    found = {'point': {}, 'source': {}}
    texts, lists = {}, {name: {} for name in LISTS}
    for column, cell in cells.items():
        matched = _COLUMN.match(column)
        if matched and matched.group(3) in _NAMES[matched.group(1)]:
            kind, n, name = matched.groups()
            found[kind].setdefault(int(n), {})[name] = _said(cell)
        elif _LISTED.match(column) and cell.strip():
            name, n = _LISTED.match(column).groups()
            lists[name + 's'][int(n)] = _said(cell)
        elif column in TEXTS:
            texts[column] = _said(cell)
    try:
        return Entry(place, make_record(
            texts, _filled(found['point']), _filled(found['source']),
            *[[said for _n, said in sorted(lists[name].items())]
              for name in LISTS]), '')
    except InvalidInput as e:
        return Entry(place, None, unicode(e))


def _filled(numbered):
    """In their order, without what is empty but for its weight."""
    return [said for _n, said in sorted(numbered.items())
            if any(value.strip() for name, value in said.items()
                   if name != 'weight')]


def _in_columns(rows, names, count):
    cells = [row[name] for row in rows for name in names]
    return cells + [u''] * (count * len(names) - len(cells))


def _cell(said):
    if said.startswith(u"'"):
        said = u"'" + said
    return neutral_cell(said).encode('utf-8')


def _said(cell):
    said = cell.decode('utf-8')
    if said.startswith(u"'") and (said.startswith(u"''") or
                                  neutral_cell(said[1:]) != said[1:]):
        return said[1:]
    return said
