# -*- coding: utf-8 -*-
"""The one thing that a learner does next.

In this order, and each for a reason:

1. a question that is due within two days, or was: nothing else has an end;
2. where the learner is: behind a question that was just answered, the next of
   its path or course. A change of subject costs more than it brings;
3. a review that is due: it is about to be forgotten;
4. the next step of the path that was last worked on: the learner asked for
   it;
5. the first unanswered question of the course that was last worked on, and
   then of the others, those that have begun and those that are due first;
6. the answer furthest from passing: all else is done.

What waits for a grade, is closed or has no attempt left is never next.
"""

from collections import namedtuple

from trac.util.html import tag

from learning import timestamps
from learning.answers.attempt_limit import exhausted_of
from learning.answers.view import percent
from learning.dates import describe_date, describe_time
from learning.paths.step_states import NEEDS_REVIEW, state_of
from learning.progress.course_view import href_of
from learning.progress.learner_progress import LearnerProgress, worked_at
from learning.progress.path_progress import ready_steps
from learning.progress.question_progress import (is_passed, is_unanswered,
                                                 outcome_of)
from learning.questions import access
from learning.questions.due_date import is_past
from learning.reviews.review import is_failed
from learning.translation import _, tag_

#: How long before its date a question comes before all else.
DUE_SOON = 2 * timestamps.DAY

DUE, REVIEW, STEP, QUESTION, IMPROVE = ('due', 'review', 'step', 'question',
                                        'improve')

#: kind: of those above; ticket: number; title: of the ticket or step; href:
#: of its question; course: '' for none; reason: why it is next, in words.
NextThing = namedtuple('NextThing', 'kind ticket title href course reason')

#: What may be next: why, a `QuestionProgress`, and what the words need to
#: know: a review, a path, a place in its course.
_Candidate = namedtuple('_Candidate', 'kind question about')


def next_thing(env, req, account, after=None):
    """The `NextThing` of a learner, None when there is nothing left to do.

    :param account: the learner's `Account`.
    :param after: the ticket that was just answered: it is not next, and what
        follows it in its path or course comes first.
    """
    return next_of(req, LearnerProgress(env, account.sub), after)


def next_of(req, progress, after=None):
    """The same, where the `LearnerProgress` is at hand."""
    for candidate in candidates(progress, after):
        if candidate.question.ticket != after and may_be_answered(
                progress.env, req, candidate.question.ticket):
            return describe(req, candidate)


def next_in_course(req, progress, course):
    """The same, of one course alone: its first question without an answer,
    then the worst answer."""
    questions = progress.in_order(course)
    exhausted = exhausted_of(progress.env, progress.sub)
    for candidate in list(unanswered_of(questions)) + [
            _Candidate(IMPROVE, question, None)
            for question in improvable(questions)
            if question.ticket not in exhausted]:
        if may_be_answered(progress.env, req, candidate.question.ticket):
            return describe(req, candidate)


def may_be_answered(env, req, ticket):
    """May this person see and answer it, whatever policies this Trac has?"""
    resource = access.visible(env, req, ticket)
    return resource is not None and 'LEARNING_ANSWER' in req.perm(resource)


def candidates(progress, after=None):
    """`_Candidate`s, the first to be done first."""
    for finder in (due_questions, following, due_reviews, path_steps,
                   course_questions):
        for candidate in finder(progress, after):
            yield candidate
    exhausted = exhausted_of(progress.env, progress.sub)
    for question in improvable(progress.questions.values()):
        if question.ticket not in exhausted:
            yield _Candidate(IMPROVE, question, None)


def due_questions(progress, _after):
    """Those that are to be answered soon, the first due first."""
    soon = [question for question in progress.questions.values()
            if question.due_at is not None and is_unanswered(question) and
            question.due_at < timestamps.now() + DUE_SOON]
    for question in sorted(soon, key=lambda question: question.due_at):
        yield _Candidate(DUE, question, None)


def following(progress, after):
    """What comes behind a question in its path, else in its course."""
    if after is None:
        return
    for path in progress.paths:
        if after in path.tickets.values():
            for candidate in steps_of(progress, path):
                yield candidate
            return
    asked = progress.questions.get(after)
    questions = progress.in_order(asked.course) if asked else ()
    places = [question.ticket for question in questions]
    if after in places:
        start = places.index(after) + 1
        for candidate in unanswered_of(questions, start):
            yield candidate


def due_reviews(progress, _after):
    """Reviews of what was passed, the first due first."""
    for review in progress.due:
        question = progress.questions.get(review.ticket)
        if question:
            yield _Candidate(REVIEW, question, review)


def path_steps(progress, _after):
    """Steps that are ready."""
    for path in progress.paths:
        for candidate in steps_of(progress, path):
            yield candidate


def steps_of(progress, path):
    """Those of one path."""
    for _step, ticket in ready_steps(path):
        question = progress.questions.get(ticket)
        if question and is_unanswered(question):
            yield _Candidate(STEP, question, path.path)


def course_questions(progress, _after):
    """Unanswered questions, course by course."""
    for questions in sorted(progress.courses.values(), key=course_rank):
        if any(map(is_unanswered, questions)):
            for candidate in unanswered_of(
                    progress.in_order(questions[0].course)):
                yield candidate


def course_rank(questions):
    """Sorts courses: what is all passed stands behind; what was last worked
    on, what is due, by name; those without a course last."""
    due = [question.due_at for question in questions
           if question.due_at is not None and is_unanswered(question)]
    return (all(map(is_passed, questions)), -worked_at(questions), not due,
            due and min(due), not questions[0].course,
            questions[0].course.lower())


def unanswered_of(questions, start=0):
    """In order, from one place on and then from the beginning."""
    numbered = list(enumerate(questions, 1))
    for number, question in numbered[start:] + numbered[:start]:
        if is_unanswered(question):
            yield _Candidate(QUESTION, question, (number, len(numbered)))


def improvable(questions):
    """Those with a grade that is not good enough, the lowest first."""
    return sorted((question for question in questions
                   if not question.closed and question.score is not None and
                   state_of(outcome_of(question)) == NEEDS_REVIEW),
                  key=lambda question: (question.score, question.ticket))


def describe(req, candidate):
    """As a page says it."""
    question = candidate.question
    return NextThing(candidate.kind, question.ticket, question.title,
                     href_of(req, question), question.course,
                     describe_reason(req, candidate))


def describe_reason(req, candidate):
    """Why it is next, in a few words."""
    kind, question, about = candidate
    if kind == DUE:
        return describe_deadline(req, question.due_at)
    if kind == REVIEW:
        return _("You did not pass its review: answer it again.") \
            if is_failed(about) else \
            tag_("You passed it %(date)s: answer it again before you "
                 "forget it.", date=describe_time(
                     req, about.reviewed_at)['element'])
    if kind == STEP:
        return tag_(u"The next step of your path “%(title)s”.",
                    title=tag.bdi(about.title or about.goal))
    if kind == IMPROVE:
        return _("You have %(percent)s %%: improve your answer.",
                 percent=percent(question.score))
    number, count = about
    if not question.course:
        return _("Question %(number)s of %(count)s without a course.",
                 number=number, count=count)
    return tag_("Question %(number)s of %(count)s in %(course)s.",
                number=number, count=count,
                course=tag.bdi(question.course))


def describe_deadline(req, due_at):
    """Until when."""
    when = describe_date(req, due_at)['element']
    return tag_("It was due %(date)s and is still taken.", date=when) \
        if is_past(due_at) else tag_("It is due %(date)s.", date=when)
