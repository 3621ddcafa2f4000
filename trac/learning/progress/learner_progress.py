# -*- coding: utf-8 -*-
"""All that a learner may do, read in a few queries, however much it is."""

from learning.course_order import QUESTION, CourseOrder
from learning.progress.path_progress import paths_of
from learning.progress.question_progress import is_passed, questions_of
from learning.reviews.review import Reviews, is_due


class LearnerProgress(object):
    """How far a learner is.

    :param env: the Trac environment. :param sub: the learner's.
    """

    def __init__(self, env, sub):
        self.env = env
        self.sub = sub
        #: {ticket: `QuestionProgress`}, steps of paths too.
        self.questions = {question.ticket: question
                          for question in questions_of(env, sub)}
        reviews = Reviews(env).of(sub)
        #: `ListedReview`s, the first due first.
        self.due = [review for review in reviews if is_due(review)]
        self.coming = len(reviews) - len(self.due)
        #: `PathProgress`, last worked on first.
        self.paths, steps = paths_of(
            env, sub, self.questions, {review.ticket for review in self.due})
        #: {course: `QuestionProgress` in no order}, without steps.
        self.courses = {}
        for question in self.questions.values():
            if question.ticket not in steps:
                self.courses.setdefault(question.course, []).append(question)
        self._sorted = {}

    def in_order(self, course):
        """The `QuestionProgress` of a course, in its order: there may be
        thousands, and few courses are shown."""
        if course not in self._sorted:
            self._sorted[course] = CourseOrder(self.env, QUESTION).sorted(
                self.courses.get(course, ()), order_key)
        return self._sorted[course]


def order_key(question):
    """What sorts it within its course."""
    return question.course, question.ticket, question.title


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
