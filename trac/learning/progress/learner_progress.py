# -*- coding: utf-8 -*-
"""All that a learner may do, read in a few queries, however much it is."""

from collections import OrderedDict, namedtuple

from learning.progress.path_progress import paths_of
from learning.progress.question_progress import (is_passed, outcome_of,
                                                 questions_of)
from learning.reviews.review import Reviews, is_due

#: questions: {ticket: `QuestionProgress`}, each course's in its order, steps
#: of paths too; courses: {course: [`QuestionProgress`]} without those steps;
#: due: `ListedReview`s that are due, the first due first; coming: how many
#: reviews are to come; paths: `PathProgress`, last worked on first.
LearnerProgress = namedtuple('LearnerProgress',
                             'questions courses due coming paths')


def progress_of_learner(env, sub):
    """The `LearnerProgress` of a person."""
    questions = OrderedDict((question.ticket, question)
                            for question in questions_of(env, sub))
    reviews = Reviews(env).of(sub)
    due = [review for review in reviews if is_due(review)]
    paths, steps = paths_of(
        env, sub, {ticket: outcome_of(question) for ticket, question
                   in questions.items()},
        {ticket: question.submitted for ticket, question
         in questions.items()}, {review.ticket for review in due})
    courses = OrderedDict()
    for question in questions.values():
        if question.ticket not in steps:
            courses.setdefault(question.course, []).append(question)
    return LearnerProgress(questions, courses, due, len(reviews) - len(due),
                           paths)


def count_passed(questions):
    """(passed, of how many): those that are closed count where they were
    answered.

    :param questions: `QuestionProgress` of one course.
    """
    counted = [question for question in questions
               if not question.closed or question.attempt]
    return sum(map(is_passed, counted)), len(counted)


def worked_at(questions):
    """When one of them was last answered, 0 for never."""
    return max([question.submitted for question in questions] or [0])
