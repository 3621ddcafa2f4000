# -*- coding: utf-8 -*-
"""What an author finds on the first page: what waits, and the courses."""

from learning.course_order import natural
from learning.courses.figures import figures_of_courses
from learning.desk.queue_page import DeskPage
from learning.progress.cards import course_href, course_title
from learning.translation import _, ngettext


def describe_teaching(env, req, limit):
    """What waits for authors, and so many of their courses."""
    cards = course_cards(env, req)
    return {'desk': DeskPage(env).recent_count(), 'courses': cards[:limit],
            'more': max(0, len(cards) - limit)}


def course_cards(env, req):
    """All courses with questions, in the order of their names; questions
    without a course behind them."""
    return [describe_figures(req, course, figures) for course, figures
            in sorted(figures_of_courses(env).items(), key=lambda item: (
                not item[0], natural(item[0])))]


def describe_figures(req, course, figures):
    """A course as authors see it."""
    questions = ngettext("%(num)s question", "%(num)s questions",
                         figures.questions)
    learners = ngettext("%(num)s learner", "%(num)s learners",
                        figures.learners)
    return {'title': course_title(course), 'href': course_href(req, course),
            'done': figures.passed, 'count': figures.answered, 'due': None,
            'said': _("%(passed)s of %(count)s answers passed",
                      passed=figures.passed, count=figures.answered)
            if figures.answered else _("not answered yet"),
            'more': u' \u00b7 '.join([questions] + [learners] * bool(
                figures.learners))}
