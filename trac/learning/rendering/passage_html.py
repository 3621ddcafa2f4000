# -*- coding: utf-8 -*-
"""A passage as the indexer keeps it, made into HTML: its readers write tables
with bars, lists with dashes or numbers, and code in backquotes, whatever
format a document has. All else stays as it is, with its line breaks.
"""

import re

from trac.util.html import Fragment, tag

from learning.translation import _

_BLOCKS = re.compile(r'\n(?:[ \t]*\n)+')
_ROW = re.compile(r'\|.*\|\Z')
_RULE = re.compile(r'\|(?: --- \|)+\Z')
_CELLS = re.compile(r'(?<!\\)\|')
_ITEM = re.compile(r'( *)(?:-|(\d{1,9})\.) (.*)\Z')
_CODE = re.compile(r'`([^`\n]+)`')


def render_passage(content):
    """The blocks of a passage that is no code."""
    return tag([_render_block(lines) for lines in _blocks_of(content)])


def has_table(content):
    """Does it hold a table as the readers write it?"""
    return any(_is_table(lines) for lines in _blocks_of(content))


def _blocks_of(content):
    """The lines of each block."""
    return [block.split('\n')
            for block in _BLOCKS.split(content.strip('\n')) if block]


def _is_table(lines):
    return all(_ROW.match(line) for line in lines)


def plain_words(content):
    """The same as words alone, for an excerpt: a row's cells stand between
    commas."""
    return _CODE.sub(r'\1', '\n'.join(
        _plain_line(line) for line in content.split('\n')
        if not _RULE.match(line)))


def _plain_line(line):
    if _ROW.match(line):
        return ', '.join(filter(None, _cells_of(line))) + ';'
    found = _ITEM.match(line)
    return found.group(3) if found and not found.group(2) else line


def _render_block(lines):
    if _is_table(lines):
        return _render_table(lines)
    if _is_list(lines):
        return _render_list(_items_of(lines))
    return tag.p(_render_words('\n'.join(lines)))


def _render_table(lines):
    headed = len(lines) > 1 and _RULE.match(lines[1])
    head, body = (lines[:1], lines[2:]) if headed else ([], lines)
    return tag.div(tag.table(
        tag.thead(_render_row(line, 'th', scope='col')
                  for line in head) if head else None,
        tag.tbody(_render_row(line, 'td') for line in body),
        class_='learning-table', **{'aria-label': _("Table")}),
        class_='learning-scroll', role='group', tabindex='0',
        **{'aria-label': _("Table")})


def _render_row(line, cell, **attributes):
    return tag.tr(
        getattr(tag, cell)(_render_words(words), **attributes)
        for words in _cells_of(line))


def _cells_of(line):
    return [words.strip().replace('\\|', '|')
            for words in _CELLS.split(line)[1:-1]]


def _is_list(lines):
    """A line alone that begins with a number may be a year."""
    marked = [found for found in map(_ITEM.match, lines) if found]
    return bool(_ITEM.match(lines[0])) and \
        (marked[0].group(2) is None or len(marked) > 1) and \
        all(_ITEM.match(line) or line.startswith('  ') for line in lines)


def _items_of(lines):
    """[[depth, number or None, text]], two spaces to a level."""
    items = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            items.append([len(found.group(1)) // 2, found.group(2),
                          found.group(3)])
        else:
            items[-1][2] += '\n' + line.strip()
    return items


def _render_list(items):
    """Deeper items stand within the one before them."""
    depth, number = items[0][:2]
    parts = []
    for item in items:
        if item[0] <= depth or not parts:
            parts.append((item[2], []))
        else:
            parts[-1][1].append(item)
    start = {'start': number} if number not in (None, '1') else {}
    return (tag.ol if number else tag.ul)(
        [tag.li(_render_words(text), _render_list(below) if below else None)
         for text, below in parts], **start)


def _render_words(text):
    """Every other piece stood between backquotes."""
    return Fragment()([tag.code(piece) if at % 2 else piece
                       for at, piece in enumerate(_CODE.split(text))])
