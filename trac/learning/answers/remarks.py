# -*- coding: utf-8 -*-
"""Words for what a machine says to a learner: grades, hints and paths come as
codes with parameters, as `contracts/remarks.json` lists them. A list with a
code that is not known here is shown by the English text that comes with it.
"""

import re
from itertools import groupby

from learning.translation import N_, _, gettext

TEXTS = {
    'empty': N_("There are no words in this answer yet. Write a sentence or "
                "two in your own words."),
    'no_attempt': N_("That's an honest answer. Write what you do remember, "
                     "even a part earns marks."),
    'question_echoed': N_("This repeats the question. Now say in your own "
                          "words what the answer is."),
    'keyword_pile': N_("This reads like a list of words. "
                       "Sentences would say how they belong "
                       "together."),
    'prompt_injection': N_("This speaks to the grader. Answer the question "
                           "in your own words instead."),
    'other_language': N_("This seems to be in another language. Only English "
                         "can be graded here by a machine."),
    'all_there': N_("Well done: your answer says everything that was asked "
                    "for."),
    'maybe_right': N_("This may be right."),
    'not_answered': N_("This doesn't answer the question yet."),
    'good_start': N_("A good start."),
    'some_there': N_("Some of the answer may be here."),
    'uncertain': N_("This grade is uncertain. A person is asked to look at "
                    "it, and it may change."),
    'too_long': N_("This is far longer than the question asks for. Say what "
                   "matters, in your own words."),
    'copied': N_("Most of this stands in the material word for word. Say it "
                 "in your own words."),
    'alternatives': N_("This offers several answers to choose from. Decide "
                       "on one."),
    'self_contradiction': N_("One sentence here says the opposite of "
                             "another. Decide on one."),
    'met': N_(u"yes, you wrote “%(quote)s”."),
    'partly': N_(u"in part, where you wrote “%(quote)s”."),
    'say_more': N_("Say more about this."),
    'opposite': N_(u"you wrote “%(quote)s”. Look again: is it the other way "
                   u"round?"),
    'own_words': u'%(text)s',
    'missing': N_("Not found yet: %(label)s."),
    'read_again': N_("Read again: %(titles)s."),
    'nothing_missing': N_("Nothing is missing that a hint could name."),
    'something_missing': N_("Something is missing."),
    'point_missing': N_("Something is missing: %(label)s."),
    'more_to_say': N_("There is more to say."),
    'point_in_part': N_("There is more to say: %(label)s."),
    'read': N_("Read %(titles)s."),
    'begin_with': N_(u"You could begin with: “%(text)s …”."),
    'look_for': N_("Look for: %(words)s."),
    'not_found': N_("no words of your answer were found to say this."),
    'you_wrote': N_(u"you wrote “%(quote)s”."),
    'says_it': N_("These words say what is asked for here."),
    'says_part': N_("These words say a part of it, or say it vaguely. Say "
                    "more about this."),
    'look_again': N_("Look again: is it the other way round?"),
    'ruled': N_("An author has decided that such words are to be taken so."),
    'step_asked_for': N_("what you asked for"),
    'step_needed_for': N_("needed for %(names)s"),
    'step_needed': N_("needed for what you asked for"),
    'step_missed': N_("you missed it before"),
    'step_gap': N_(
        u"you had %(text)s %% on “%(names)s”, which builds on this"),
    'path_found_before': N_(
        "The knowledge base is away: this path was made from what was "
        "found at %(text)s UTC."),
    'path_stale': N_(
        "The material has just changed, and what needs what is not "
        "worked out yet: steps may be missing. Ask again in a minute."),
    'path_circle': N_(
        "The prerequisites of %(names)s go round in a circle: the "
        "weakest is left out of the order."),
    'path_no_text': N_(
        u"Not in this path: %(names)s – the material has no text on "
        u"it."),
    'path_no_texts': N_(
        u"Not in this path: %(names)s – the material has no text on "
        u"them."),
    'path_no_question': N_(
        "What was asked about %(names)s made no sense, to you or to an "
        "author: left out."),
    'path_no_time': N_(
        "The time is too short to reach %(names)s. Ask for a longer "
        "path to get there."),
    'path_no_words': N_(
        "There is no word in it that could be looked for. Say in a few "
        "words what you want to learn."),
    'path_not_covered': N_(
        "The material says nothing about this. The nearest that it has "
        "is listed: ask for that instead."),
    'path_nothing_near': N_(
        "The material says nothing about this. Ask in other words, or "
        "tell an author what is missing."),
    'path_nothing_left': N_(
        "You have mastered all that this needs. Ask for something "
        "else."),
    'path_nothing_asked': N_(
        "What could be asked about this made no sense, to you or to an "
        "author. Ask for something else."),
    'path_too_many': N_(
        "You asked for %(text)s paths within an hour. Ask again in a "
        "minute."),
    'path_too_many_wait': N_(
        "You asked for %(text)s paths within an hour. Ask again in "
        "%(words)s minutes."),
    'path_failed': N_(
        "The path could not be made: something went wrong on our side. "
        "Ask again, or ask an operator to replay it (%(text)s)."),
}
#: What a page that shows points, quotes and sources says by these.
_SAID_ELSEWHERE = ('uncertain', 'met', 'partly', 'missing', 'read_again')
#: How the grader calls the only point of a question without a rubric.
_UNNAMED = re.compile(r'Point (\d+)\Z')
_WHOLE = u'The whole answer'


def read_remarks(raw):
    """The list that a service sent; [] from one that sends none."""
    return raw if isinstance(raw, list) else []


def are_known(remarks):
    """Can all of them, and is there one, be said here?"""
    return bool(remarks) and all(isinstance(one, dict) and
                                 one.get('code') in TEXTS for one in remarks)


def say_remarks(remarks, said, between=u'\n'):
    """All of them; what is said of one point together, behind its name.

    :param said: the English text beside them.
    """
    if not are_known(remarks):
        return said
    lines = []
    for name, about in groupby(remarks, _name_before):
        words = [say_remark(one) for one in about]
        lines += [u'%s: %s' % (name, u' '.join(words))] if name else words
    return between.join(lines)


def split_remarks(remarks):
    """(paragraph, {item id: note}) for a page that shows the points."""
    lines, notes = [], {}
    for one in remarks:
        if one['code'] in _SAID_ELSEWHERE:
            continue
        if one.get('item'):
            notes.setdefault(one['item'], []).append(say_remark(one))
        else:
            lines.append(say_remark(one))
    return u'\n'.join(lines), {item: _begin_large(u' '.join(words))
                               for item, words in notes.items()}


def say_remark(remark):
    """The words of one, without a name before them."""
    return gettext(
        TEXTS[remark['code']], label=name_of(remark),
        quote=remark.get('quote') or '', text=remark.get('text') or '',
        titles=u'; '.join(remark.get('titles') or ()),
        names=list_names(remark.get('titles') or ()),
        words=u', '.join(remark.get('words') or ()))


def list_names(names):
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return u''.join(names)
    return _("%(names)s and %(last)s", names=u', '.join(names[:-1]),
             last=names[-1])


def name_of(remark):
    """The point that it is about, or '' where that is not named."""
    label, number = remark.get('label') or u'', remark.get('point')
    return label if label or number is None else \
        name_point(u'' if number else _WHOLE, number)


def name_point(label, number=None):
    """A point as its author calls it, else in the reader's language.

    :param label: of the author; what the grader puts in its place; or ''.
    :param number: of a point that has no label.
    """
    if label == _WHOLE:
        return _("The whole answer")
    unnamed = _UNNAMED.match(label)
    if unnamed or not label:
        return _("Point %(number)s", number=unnamed.group(1) if unnamed
                 else number)
    return label


def _name_before(remark):
    """The name of the point, where the words have it not themselves."""
    return u'' if '%(label)s' in TEXTS[remark['code']] else name_of(remark)


def _begin_large(words):
    return words[:1].upper() + words[1:]
