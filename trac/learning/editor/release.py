# -*- coding: utf-8 -*-
"""Before an edit of a question is released: which grades it would move.

A release by itself moves none; that no grade falls unseen when earlier answers
are graded again, its author is told before.
"""

import hashlib

from learning.desk.trial import try_question
from learning.questions.question import Questions
from learning.translation import _

#: What grades depend on.
GRADED_BY = ('question', 'reference', 'rubric', 'further_references')


def try_edit(env, req, question):
    """The trial of an edit that might move grades, or None.

    :param question: the checked `Question`; the form says `seen` when its
        author looked at the trial of these very words.
    """
    stored = Questions(env).get(question.ticket)
    if stored is None or not count_graded(env, question.ticket) or \
            fingerprint_of(stored) == fingerprint_of(question) or \
            req.args.getfirst('seen') == fingerprint_of(question):
        return None
    return try_question(env, req, question)


def moves_grades(trial):
    """Whether an author has to see a trial, or None, before the release."""
    return bool(trial and (trial['up'] or trial['down'] or trial['trouble']))


def describe_moves(trial):
    """What the author has to know, in words."""
    if trial['trouble']:
        return _("Nothing is saved yet. %(why)s Save again to release it all "
                 "the same: it moves no grade by itself.",
                 why=trial['trouble'])
    return _("Nothing is saved yet. Graded by this, %(down)s of the past "
             "answers would fall and %(up)s would rise, as the table below "
             "says. Save again to release it: grades stay as they are unless "
             "you have earlier answers graded again.", down=trial['down'],
             up=trial['up'])


def count_graded(env, ticket):
    """How many grades an edit could move."""
    return env.db_query("SELECT COUNT(*) FROM learning_attempt "
                        "WHERE ticket=%s AND phase='graded'", (ticket,))[0][0]


def fingerprint_of(question):
    """Changes when answers might be graded otherwise."""
    rubric = [(point['id'], point['criterion'], float(point['weight']))
              for point in question.rubric]
    return hashlib.sha1(repr((question.question, question.reference, rubric,
                              question.further_references)).encode(
                                  'utf-8')).hexdigest()
