# -*- coding: utf-8 -*-
"""What the authors of a course see of it: how learners do, where they fail,
and which concepts nothing asks about.
"""

from learning.concepts.coverage import describe_coverage
from learning.courses.figures import figures_of_questions
from learning.courses.missed_points import MAX_POINTS, is_small, missed_points
from learning.dates import describe_date
from learning.editor.drafts import Drafts
from learning.questions import access
from learning.translation import _, ngettext, tag_


def describe_teaching(env, req, course):
    """What the page needs."""
    missed = missed_points(env, course)
    return {'figures': figures_of_questions(env, course),
            'missed': [describe_missed(req, point)
                       for point in missed[:MAX_POINTS]],
            'more_missed': max(0, len(missed) - MAX_POINTS),
            'drafts': [describe_draft(req, draft)
                       for draft in Drafts(env).all()
                       if draft.question.course == course and
                       access.visible(env, req, draft.ticket)],
            'coverage': describe_coverage(env, req, course)
            if course else None}


def describe_draft(req, draft):
    """What is not released yet, and when it will be, in words."""
    if draft.publish_at:
        said = tag_("comes out %(date)s", date=describe_date(
            req, draft.publish_at)['element'])
    elif draft.trouble:
        said = _("not released: %(why)s", why=draft.trouble)
    else:
        said = _("draft") if not draft.question.revision else \
            _("draft of the next version")
    return {'title': draft.title or _("(no title yet)"), 'said': said,
            'href': req.href.learning('question', draft.ticket)}


def describe_missed(req, point):
    """A point, and how many answers miss it, in words."""
    said = ngettext("%(missed)s of %(num)s answer misses it",
                    "%(missed)s of %(num)s answers miss it", point.answers,
                    missed=point.missed)
    if is_small(point):
        said = _("%(said)s: too few to say much", said=said)
    elif point.partly:
        said = ngettext("%(said)s, %(num)s makes it in part",
                        "%(said)s, %(num)s make it in part", point.partly,
                        said=said)
    return {'label': point.label or _("a point without a name"),
            'title': point.title, 'ticket': point.ticket, 'said': said,
            'percent': int(round(100. * point.missed / point.answers)),
            'href': req.href.learning('desk', point.ticket)}
