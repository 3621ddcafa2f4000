# -*- coding: utf-8 -*-
"""Courses and paths as a list shows them: what was graded and passed, never
what was only looked at.
"""

from learning.paths.step_states import ANSWERED, NEEDS_REVIEW, state_of
from learning.progress.learner_progress import count_passed
from learning.progress.path_progress import describe_done, ready_steps
from learning.progress.question_progress import is_unanswered, outcome_of
from learning.questions.due_date import describe_due
from learning.translation import _, ngettext


def course_href(req, course, **query):
    """The address of a course's page; of the questions without a course where
    it is ''. A name that is no path of its own becomes a parameter."""
    if course and (course != course.strip() or any(
            part in ('', '.', '..') for part in course.split('/'))):
        return req.href.learning('course', name=course, **query)
    return req.href.learning('course', *([course] if course else []), **query)


def course_title(course):
    """What people call it."""
    return course or _("Questions without a course")


def describe_course(req, course, questions):
    """How a learner stands with a course.

    :param questions: its `QuestionProgress`, in any order.
    """
    passed, count = count_passed(questions)
    states = [state_of(outcome_of(question)) for question in questions]
    due = [question.due_at for question in questions
           if question.due_at is not None and is_unanswered(question)]
    return {'title': course_title(course), 'href': course_href(req, course),
            'done': passed, 'count': count,
            'said': _("%(passed)s of %(count)s passed", passed=passed,
                      count=count),
            'more': describe_rest(states.count(ANSWERED), sum(
                state == NEEDS_REVIEW and not question.closed
                for question, state in zip(questions, states))),
            'due': describe_due(req, min(due)) if due else None}


def describe_rest(waiting, improvable):
    """What is neither passed nor still to be answered, in words."""
    words = []
    if waiting:
        words.append(ngettext("%(num)s waits for its grade",
                              "%(num)s wait for their grade", waiting))
    if improvable:
        words.append(ngettext("%(num)s to improve", "%(num)s to improve",
                              improvable))
    return u', '.join(words)


def describe_proposed(req, path):
    """A `Path` that waits for its learner's word."""
    return {'title': path.title or path.goal,
            'href': req.href.learning('path', path.id), 'done': 0, 'count': 0,
            'due': None, 'said': _("Ready for you: look at it, and accept it "
                                   "if you like"), 'more': ''}


def describe_path(req, progress):
    """How a learner stands with a path.

    :param progress: a `PathProgress`.
    """
    done, count = describe_done(progress)
    ready = ready_steps(progress)
    return {'title': progress.path.title or progress.path.goal,
            'href': req.href.learning('path', progress.path.id),
            'done': done, 'count': count, 'due': None,
            'said': ngettext("%(done)s of %(count)s step done",
                             "%(done)s of %(count)s steps done", count,
                             done=done, count=count),
            'more': _("next: %(title)s", title=ready[0][0].title)
            if ready else ''}
