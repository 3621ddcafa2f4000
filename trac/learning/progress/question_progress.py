# -*- coding: utf-8 -*-
"""How a learner stands with each question that is for them: lists, courses
and what comes next go by it.
"""

from collections import namedtuple

from learning.answers.attempt import DISPUTED, Outcome
from learning.paths.step_states import READY, is_mastered, state_of

#: ticket: number; title: of the ticket; course: '' for none; own: whether it
#: is for this learner alone; due_at: microseconds or None; closed: whether it
#: takes no answers now; phase: of the newest attempt, `DISPUTED`, or None;
#: attempt: number of the newest, 0 for none; submitted: microseconds, of the
#: newest, 0 for none; score: that counts, or None.
QuestionProgress = namedtuple(
    'QuestionProgress', 'ticket title course own due_at closed phase attempt '
                        'submitted score')

_QUERY = """
    SELECT q.ticket, t.summary, q.course, q.learner, q.due_at, t.status,
           a.phase, s.last_attempt, a.submitted, s.counting_score, d.at
    FROM learning_question q JOIN ticket t ON t.id=q.ticket
    LEFT JOIN learning_seat s ON s.ticket=q.ticket AND s.sub=%s
    LEFT JOIN learning_attempt a ON a.ticket=s.ticket AND a.sub=s.sub
         AND a.attempt=s.last_attempt
    LEFT JOIN learning_dispute d ON d.ticket=q.ticket AND d.sub=%s
    WHERE """


def questions_of(env, sub):
    """The `QuestionProgress` of all questions that are for a learner."""
    return _read(env, sub, "q.learner IN ('', %s)", (sub,))


def questions_of_course(env, sub, course):
    """Those of a course, also what is for one learner alone: for authors,
    with how the author stands. Without a course only what is for everyone:
    the rest are steps of paths."""
    return _read(env, sub, "q.course=%s AND (q.learner='' OR q.course<>'')",
                 (course,))


def _read(env, sub, where, args):
    return [progress_of_row(row) for row
            in env.db_query(_QUERY + where, (sub, sub) + args)]


def progress_of_row(found):
    """A `QuestionProgress` from its columns."""
    (ticket, title, course, learner, due_at, status, phase, attempt,
     submitted, score, disputed_at) = found
    if disputed_at is not None and (submitted or 0) <= disputed_at:
        phase = DISPUTED
    return QuestionProgress(
        ticket, title or '', course or '', bool(learner), due_at,
        status == 'closed', phase, attempt or 0, submitted or 0, score)


def outcome_of(question):
    """The `Outcome` by which paths reckon."""
    return Outcome(question.phase, question.score)


def is_unanswered(question):
    """Does it wait for a first answer, or for another after one that could
    not be graded?"""
    return not question.closed and state_of(outcome_of(question)) == READY


def is_passed(question):
    """Is the score that counts good enough?"""
    return is_mastered(outcome_of(question))
