# -*- coding: utf-8 -*-
"""Questions from Moodle's XML: short answers and essays.

The format: https://docs.moodle.org/en/Moodle_XML_format
"""

from defusedxml import ElementTree, DefusedXmlException

from learning.errors import InvalidInput
from learning.exchange.foreign_records import describe_kind, foreign_record
from learning.exchange.plain_text import holds_html, text_of_html
from learning.exchange.record import Entry
from learning.translation import _

#: Its question types that have an answer in words.
WRITTEN = ('shortanswer', 'essay')
#: As it was typed, in which there may be HTML.
AUTO = 'moodle_auto_format'


def read_moodle(content):
    """An `Entry` for each question.

    :raises InvalidInput: when it is no such file.
    """
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError,
            LookupError) as e:
        raise InvalidInput(_("This is no XML that can be read: %(error)s",
                             error=unicode(str(e), 'utf-8', 'replace')))
    if root.tag != 'quiz':
        raise InvalidInput(_("This is no export of Moodle's question bank: "
                             u"its root is not “quiz”."))
    found, course = [], u''
    for number, each in enumerate(root.iter('question'), 1):
        if each.get('type') == 'category':
            course = _category(each)
        else:
            found.append(_entry(number, each, course))
    return found


def _entry(number, each, course):
    name = _plain(each.find('name'))
    place = _("question %(number)s", number=number)
    place = u'%s, %s' % (place, name) if name else place
    kind = each.get('type') or u''
    if kind not in WRITTEN:
        return Entry(place, None, describe_kind(kind))
    question, pictures = _text(each.find('questiontext'))
    answers = [(answer.get('fraction') or 0, _plain(answer))
               for answer in each.findall('answer')] \
        if kind == 'shortanswer' else []
    return foreign_record(
        place, name, question, answers, course=course, pictures=pictures,
        model=_text(each.find('graderinfo'))[0] or
        _text(each.find('generalfeedback'))[0])


def _category(each):
    """The last part of its path: `$course$/top/Biology` is Biology."""
    said = _plain(each.find('category'))
    last = said.rpartition(u'/')[2].strip()
    return u'' if last == u'top' or last.startswith(u'$') else last


def _plain(element):
    """The text of an element that Moodle takes as it stands, whatever its
    `format` says: a name, a category, a short answer."""
    if element is None:
        return u''
    inner = element.find('text')
    said = inner.text if inner is not None else element.text
    return unicode(said or u'').strip()


def _text(element):
    """(text, pictures left out) of an element in a format: HTML where none is
    named, and what may hold some."""
    said = _plain(element)
    kind = 'html' if element is None else element.get('format', 'html')
    if kind == 'html' or kind == AUTO and holds_html(said):
        return text_of_html(said)
    return said, 0
