# -*- coding: utf-8 -*-
"""Questions from GIFT, Moodle's format for typing: short answers and essays.

The format: https://docs.moodle.org/en/GIFT_format
"""

import re

from learning.errors import InvalidInput
from learning.exchange.foreign_records import describe_kind, foreign_record
from learning.exchange.plain_text import text_of_html
from learning.exchange.record import Entry
from learning.translation import _

_ESCAPED = re.compile(r'\\([~=#{}:\\])')
#: Where an escaped sign stands while the others are looked for: a character
#: of Unicode's private use each.
_AWAY = {sign: unichr(0xe000 + n) for n, sign in enumerate(u'~=#{}:\\')}
_BACK = {away: sign for sign, away in _AWAY.items()}
_BLOCK = re.compile(r'(?:::(?P<title>.*?)::)?\s*(?:\[(?P<format>\w+)\])?'
                    r'(?P<before>[^{}]*)'
                    r'(?:\{(?P<answers>[^{}]*)\}(?P<behind>[^{}]*))?\Z',
                    re.DOTALL)
_ANSWER = re.compile(r'([=~])\s*(?:%(-?[\d.]+)%)?([^=~]*)')


def read_gift(content):
    """An `Entry` for each question.

    :param content: UTF-8.
    :raises InvalidInput: when it is no such file.
    """
    said = content.decode('utf-8-sig')
    said = said.replace(u'\r\n', u'\n').replace(u'\r', u'\n')
    lines = [u'' if line.lstrip().startswith(u'//') else line
             for line in said.split(u'\n')]
    found, course = [], u''
    for number, block in _blocks(lines):
        if block.startswith(u'$CATEGORY:'):
            course = block.partition(u':')[2].rpartition(u'/')[2].strip()
        else:
            found.append(_entry(number, block, course))
    if not any(entry.record for entry in found) and u'{' not in said:
        raise InvalidInput(_("This is no GIFT: no question has its answer in "
                             "braces."))
    return found


def _blocks(lines):
    """(number of its first line, text) of what stands between empty lines; a
    category is a block of its own."""
    block, start = [], 0
    for number, line in enumerate(lines + [u''], 1):
        if line.strip().startswith(u'$CATEGORY:'):
            yield number, line.strip()
        elif line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield start, u'\n'.join(block).strip()
            block = []


def _entry(number, block, course):
    place = _("line %(number)s", number=number)
    found = _BLOCK.match(_ESCAPED.sub(
        lambda sign: _AWAY[sign.group(1)], block))
    if not found:
        return Entry(place, None, _("It has more than one pair of braces, or "
                                    "a half one: write \\{ for a brace."))
    html = found.group('format') == u'html'
    title = _plain(found.group('title'), False)[0]
    before, pictures = _plain(found.group('before'), html)
    if found.group('answers') is None:
        return Entry(place, None, describe_kind('description'))
    behind = _plain(found.group('behind'), html)[0]
    question = u'%s _____ %s' % (before, behind) if behind else before
    answers, _hash, feedback = found.group('answers').partition(u'####')
    kind = _kind(answers.strip())
    if kind:
        return Entry(place, None, describe_kind(kind))
    return foreign_record(
        place, title, question, _answers(answers, html), course=course,
        model=_plain(feedback, html)[0], pictures=pictures)


def _kind(answers):
    """What is no short answer and no essay, as `foreign.KINDS` has it."""
    if not answers:
        return ''
    if answers.startswith(u'#'):
        return 'numerical'
    if u'->' in answers:
        return 'matching'
    if u'~' in answers:
        return 'multichoice'
    if answers.partition(u'#')[0].strip().upper() in (
            'T', 'F', 'TRUE', 'FALSE'):
        return 'truefalse'
    return '' if answers.startswith(u'=') else 'cloze'


def _answers(answers, html):
    """[(share, text)] without what is said about each."""
    return [(share or 100, _plain(said.partition(u'#')[0], html)[0])
            for _sign, share, said in _ANSWER.findall(answers)]


def _plain(said, html):
    said = u''.join(_BACK.get(sign, sign) for sign in
                    (said or u'').replace(u'\\n', u'\n')).strip()
    return text_of_html(said) if html else (said, 0)
