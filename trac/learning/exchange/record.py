# -*- coding: utf-8 -*-
"""A question as a file has it: texts, as an author types them."""

import re
from collections import namedtuple

from learning.editor.draft import MAX_ITEMS, MAX_SOURCES, blank_question
from learning.errors import InvalidInput
from learning.questions.due_date import parse_whole_instant
from learning.questions.further_references import clean_further, require_few
from learning.questions.named_concepts import MAX_CONCEPTS, clean_concepts
from learning.questions.question import BEST, NEVER
from learning.translation import _

#: What is one text each; the names in files are these, for ever.
TEXTS = ('ticket', 'title', 'course', 'question', 'reference', 'learner',
         'counting', 'max_attempts', 'hint_deduction', 'release',
         'release_at', 'due_at', 'publish_at', 'place')
#: Those that no question holds: what stands around it.
AROUND = ('ticket', 'title', 'publish_at', 'place')
#: What is a list of texts each, as `make_record` takes them.
LISTS = ('concepts', 'further_references')
#: Of each point of the rubric, and of each source.
POINT, SOURCE = ('id', 'label', 'criterion', 'weight'), ('title', 'href')

#: ticket: address of the ticket that it came from, '' for a new question;
#: publish_at: when a draft is released; place: in its course, from 1 on; ''
#: of either leaves it as it is;
#: rubric, sources: lists of dictionaries of texts; concepts,
#: further_references: lists of texts; the rest are texts.
Record = namedtuple('Record', TEXTS + ('rubric', 'sources') + LISTS)
#: place: where in the file it stands, for people; record: None where nothing
#: could be read; problem: why, or ''.
Entry = namedtuple('Entry', 'place record problem')


def make_record(texts, rubric, sources, concepts=(), further=()):
    """A `Record` of what a file says; what it leaves out is as in a new form.

    :raises InvalidInput: for what no question could be.
    """
    if len(rubric) > MAX_ITEMS or len(sources) > MAX_SOURCES:
        raise InvalidInput(_(
            "A question has at most %(points)s points and %(sources)s "
            "sources.", points=MAX_ITEMS, sources=MAX_SOURCES))
    if len(concepts) > MAX_CONCEPTS:
        raise InvalidInput(_("A question names at most %(most)s concepts.",
                             most=MAX_CONCEPTS))
    further = clean_further(further)
    require_few(further)
    said = {name: texts.get(name) or u'' for name in TEXTS}
    said['counting'] = said['counting'] or BEST
    said['release'] = said['release'] or NEVER
    return Record(
        rubric=[dict(_filled(point, POINT), weight=point.get('weight') or u'1')
                for point in rubric],
        sources=[_filled(source, SOURCE) for source in sources],
        concepts=clean_concepts(concepts), further_references=further, **said)


def _filled(said, names):
    return {name: said.get(name) or u'' for name in names}


def record_of(address, typed, place=None):
    """The `Record` of a question that is kept.

    :param address: of its ticket. :param typed: its `TypedForm`.
    :param place: as `CourseOrder` has it, None for none.
    """
    question = typed.question
    texts = {name: getattr(question, name) for name in TEXTS
             if name not in AROUND}
    return make_record(
        dict(texts, ticket=address, title=typed.title,
             publish_at=typed.publish_at,
             place=u'' if place is None else unicode(place + 1)),
        [{name: _text(point[name]) for name in POINT}
         for point in question.rubric],
        [{name: _text(source[name]) for name in SOURCE}
         for source in question.sources], question.concepts,
        question.further_references)


def typed_question(record, ticket, revision):
    """The unchecked `Question` of a record, as the author's form makes it."""
    texts = {name: getattr(record, name) for name in TEXTS
             if name not in AROUND}
    return blank_question(ticket)._replace(
        revision=revision, rubric=record.rubric, sources=record.sources,
        concepts=record.concepts,
        further_references=record.further_references, **texts)


def read_place(record):
    """The place as `CourseOrder` has it, None for none.

    :raises InvalidInput: when it is no number.
    """
    said = record.place.strip()
    if said and not re.match(r'[1-9][0-9]{0,5}\Z', said):
        raise InvalidInput(_("The place in the course is a whole number from "
                             "1 on."))
    return int(said) - 1 if said else None


def read_release(record):
    """When it is released, in microseconds; None for whenever.

    :raises InvalidInput: when it is no instant with its zone, and names the
        field.
    """
    try:
        return parse_whole_instant(record.publish_at)
    except InvalidInput as e:
        raise InvalidInput(u'publish_at: %s' % e)


def _text(value):
    if value is None:
        return u''
    return value if isinstance(value, unicode) else unicode(value)
