# -*- coding: utf-8 -*-
"""What to look at before a question is released.

An error keeps it back; a warning is a hint to its author and blocks nothing.
"""

from collections import namedtuple

from learning.questions.content_words import containment, resemblance
from learning.questions.question import Questions
from learning.translation import N_, _, gettext, ngettext

#: severity: `ERROR` or `WARNING`; said: what there is; advice: what to do;
#: tickets: numbers of those that it is about.
Finding = namedtuple('Finding', 'severity said advice tickets')
Finding.__new__.__defaults__ = ((),)
ERROR, WARNING = 'error', 'warning'
#: Never by colour alone: a symbol and a word.
SEVERITIES = {ERROR: (u'\u2717', N_("Needed")),
              WARNING: (u'!', N_("Worth a look"))}

#: Share of the reference's words in the question from which on it is told. Of
#: the 26 questions of `services/grader/tests/questions.json` one reaches it.
ANSWER_IN_QUESTION = 0.5
#: Share of a point's words in the reference below which it is told: 3 of
#: those questions' 73 points.
POINT_IN_REFERENCE = 0.4
#: Share of common words of two questions from which on they are one.
SAME_QUESTION = 0.8
#: Words a minute that adults read silently: M. Brysbaert, "How many words do
#: we read per minute?", Journal of Memory and Language 109 (2019).
READING_WPM = 238
#: Words that take half a minute.
MAX_QUESTION_WORDS = READING_WPM // 2


def find_problems(env, question, dead=()):
    """`Finding`s, errors first.

    :param question: a `Question`, as its form has it or as it is stored.
    :param dead: addresses of its sources that lead nowhere.
    """
    found = list(_missing(question)) + list(_answer(question)) + \
        list(_points(question)) + list(_sources(question, dead)) + \
        list(_duplicates(env, question)) + list(_length(question))
    return sorted(found, key=lambda one: one.severity != ERROR)


def describe_problems(found):
    """What a page says of them."""
    return [dict(one._asdict(), symbol=SEVERITIES[one.severity][0],
                 word=gettext(SEVERITIES[one.severity][1])) for one in found]


def reading_seconds(text):
    """How long somebody reads it."""
    return int(round(len(text.split()) * 60.0 / READING_WPM))


def _missing(question):
    if not question.question.strip():
        yield Finding(ERROR, _("There is no question yet."),
                      _("Ask for one thing."))
    if not question.reference.strip():
        yield Finding(ERROR, _("There is no full answer."),
                      _("Write what you would answer yourself: answers are "
                        "compared with it."))
    if not question.rubric:
        yield Finding(ERROR, _("No point is named that a good answer makes."),
                      _("Write one sentence for each; the preview proposes "
                        "some, made from your full answer."))


def _answer(question):
    share = containment(question.reference, question.question)
    if share >= ANSWER_IN_QUESTION:
        yield Finding(WARNING, _(
            "%(percent)s %% of the words of your full answer stand in the "
            "question already.", percent=percent(share)),
            _("Ask in other words, or ask for what is not in it yet."))


def _points(question):
    for number, point in enumerate(question.rubric, 1):
        share = containment(point['criterion'], question.reference)
        if point['criterion'].strip() and question.reference.strip() and \
                share < POINT_IN_REFERENCE:
            yield Finding(WARNING, _(
                "Your full answer does not make point %(number)s: "
                "%(percent)s %% of its words stand there.", number=number,
                percent=percent(share)),
                _("Add it to the full answer, or leave the point out."))
        if not point['label'].strip():
            yield Finding(WARNING, _("Point %(number)s has no name.",
                                     number=number),
                          _("Learners read the name beside the result: say "
                            "what it is about, not the answer."))


def _sources(question, dead):
    if not question.sources:
        yield Finding(WARNING, _("No source is named."),
                      _("Choose where learners can read it: feedback leads "
                        "there."))
    for source in question.sources:
        if source['href'] in dead:
            yield Finding(WARNING, _("The source %(title)s leads nowhere.",
                                     title=source['title'] or source['href']),
                          _("Choose it from the material."))


def _duplicates(env, question):
    same = tuple(
        other.ticket for other in Questions(env).all()
        if other.ticket != question.ticket and not other.learner and
        other.course == question.course and resemblance(
            other.question, question.question) >= SAME_QUESTION)
    if same:
        yield Finding(WARNING, ngettext(
            "%(num)s question of this course asks nearly the same:",
            "%(num)s questions of this course ask nearly the same:",
            len(same)), _("Ask for something else, or change what is there."),
            same)


def _length(question):
    words = len(question.question.split())
    if words > MAX_QUESTION_WORDS:
        yield Finding(WARNING, _(
            "The question has %(words)s words: about %(seconds)s seconds to "
            "read.", words=words, seconds=reading_seconds(question.question)),
            _("Put what there is to know into the material, and ask "
              "briefly."))


def percent(share):
    """A share as whole percent."""
    return int(round(100 * share))
