# -*- coding: utf-8 -*-
"""Questions of other systems as records. These have no rubric: one is
proposed of the answer that they hold, and the author looks at it.
"""

from learning.editor.creation import MAX_SUMMARY_CHARS
from learning.editor.proposal import propose_rubric
from learning.errors import InvalidInput
from learning.exchange.record import Entry, make_record
from learning.questions.further_references import (MAX_FURTHER,
                                                   MAX_FURTHER_CHARS)
from learning.text import group_digits
from learning.translation import N_, _, gettext, ngettext

#: How other systems call what cannot be answered in words.
KINDS = {
    'multichoice': N_("a choice among given answers"),
    'truefalse': N_("true or false"), 'numerical': N_("a number"),
    'matching': N_("pairs"), 'cloze': N_("gaps in a text"),
    'description': N_("a text without a question"),
}
#: Shares of the points that a full answer earns.
FULL = (1, 100)


def describe_kind(kind):
    """Why a question stays behind."""
    known = KINDS.get(kind)
    return _("It asks for %(kind)s: only questions that are answered in "
             "words come in.", kind=gettext(known) if known else kind)


def read_share(said):
    """
    :raises InvalidInput: when it is no number.
    """
    try:
        return float(said)
    except ValueError:
        raise InvalidInput(_("The share of an answer is no number: %(said)s.",
                             said=said))


def foreign_record(place, title, question, answers, course=u'', model=u'',
                   pictures=0):
    """An `Entry`.

    :param answers: [(share of the points as the file says it, text)] of a
        short answer; the first full one is the reference, others are further
        ones, as many as a question takes, and said in the point.
    :param model: a model answer, or what graders are told.
    :param pictures: that the question had and has no more.
    """
    if not question:
        return Entry(place, None, _("It has no text."))
    try:
        full = [text for share, text in answers if read_share(share) in FULL
                and text and text != u'*']
    except InvalidInput as e:
        return Entry(place, None, unicode(e))
    reference = full[0] if full else model
    rubric = [dict(point, weight=u'1') for point in propose_rubric(reference)]
    if len(full) > 1 and rubric:
        rubric = [dict(rubric[0], criterion=u' / '.join(full)[:1000])]
    further, left = choose_further(full)
    title = (title or question.partition(u'\n')[0])[:MAX_SUMMARY_CHARS]
    try:
        return Entry(place, make_record(
            {'title': title, 'course': course, 'question': question,
             'reference': reference}, rubric, [], further=further),
            describe_left(pictures, left))
    except InvalidInput as e:
        return Entry(place, None, unicode(e))


def choose_further(full):
    """(the answers beside the first that a question takes, how many more
    there are)."""
    others = []
    for text in full[1:]:
        if text != full[0] and text not in others:
            others.append(text)
    taken = [text for text in others if len(text) <= MAX_FURTHER_CHARS]
    taken = taken[:MAX_FURTHER]
    return taken, len(others) - len(taken)


def describe_left(pictures, answers):
    """What stays behind of a question, '' for nothing.

    :param answers: how many full ones.
    """
    said = [_("Its pictures are left out.")] if pictures else []
    if answers:
        said.append(ngettext(
            "%(num)s right answer is left out: beside the first a question "
            "has at most %(most)s, of %(chars)s characters each.",
            "%(num)s right answers are left out: beside the first a question "
            "has at most %(most)s, of %(chars)s characters each.", answers,
            most=MAX_FURTHER, chars=group_digits(MAX_FURTHER_CHARS)))
    return u' '.join(said)
