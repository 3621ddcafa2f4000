# -*- coding: utf-8 -*-
"""Reviews turned into what a page says."""

from learning.dates import describe_time
from learning.paths.step_states import NEEDS_REVIEW, REVIEW_DUE
from learning.paths.view import STEP_STATES
from learning.reviews.review import Reviews, is_due, is_failed
from learning.translation import gettext


def describe_review(req, review):
    """A review as its line says it.

    :param review: a `ListedReview`.
    """
    failed = is_failed(review)
    state = NEEDS_REVIEW if failed else REVIEW_DUE
    symbol, word = STEP_STATES[state]
    return {'ticket': review.ticket, 'title': review.summary,
            'state': state, 'symbol': symbol, 'word': gettext(word),
            'failed': failed, 'due': is_due(review),
            'reviewed': describe_time(req, review.reviewed_at),
            'when': describe_time(req, review.due_at),
            'href': req.href.ticket(review.ticket) + '#learning'}


def describe_ticket_review(env, req, ticket, sub):
    """What the panel of a passed step says of its review; None where its last
    answer did not pass, which the grade says, and where there is none."""
    for review in Reviews(env).of(sub):
        if review.ticket == ticket and not is_failed(review):
            return describe_review(req, review)
