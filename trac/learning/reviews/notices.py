# -*- coding: utf-8 -*-
"""Tells learners that reviews are due: one mail a learner and day at most,
with all that are due, each review once.

That it was told is committed before the mail goes out. A review that was
failed is no news: its grade said so.
"""

from trac.util.text import shorten_line

from learning import chaos, timestamps
from learning.notices import (LearnerEvent, LearnerFormatter,
                              LearnerSubscriber, send_due_notices)
from learning.reviews.review import Reviews, is_due, is_failed
from learning.translation import _, ngettext

REALM = 'learning-review'


class ReviewNotices(object):
    """What learners are to be told of reviews.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def send_due(self):
        """Tell every learner who was not told within a day. Not inside a
        transaction."""
        due = [(sub, sub) for sub, in self.env.db_query("""
            SELECT DISTINCT sub FROM learning_review WHERE due_at<=%s
            AND due_at>reviewed_at AND notified_at<due_at
            """, (timestamps.now(),))]
        send_due_notices(self.env, due, self._claim, ReviewEvent)

    # Internal methods

    def _claim(self, sub):
        """Those to tell of, for one of all that would tell; none where
        anything was told within a day."""
        now = timestamps.now()
        with self.env.db_transaction as db:
            db("UPDATE learning_account SET seen=seen WHERE sub=%s", (sub,))
            told = dict(db("SELECT ticket, notified_at FROM learning_review "
                           "WHERE sub=%s", (sub,)))
            if max(told.values()) > now - timestamps.DAY:
                return []
            due = [review for review in Reviews(self.env).of(sub)
                   if is_due(review) and not is_failed(review) and
                   told[review.ticket] < review.due_at]
            db.executemany(
                "UPDATE learning_review SET notified_at=%s "
                "WHERE sub=%s AND ticket=%s",
                [(now, sub, review.ticket) for review in due])
        if due:
            chaos.point('review_notice_claimed')
        return due


class ReviewEvent(LearnerEvent):
    """Reviews are due.

    :param reviews: `ListedReview`s. :param username: their learner's.
    """

    def __init__(self, reviews, username):
        super(ReviewEvent, self).__init__(REALM, 'due', reviews[0].ticket,
                                          timestamps.now(), username)
        self.reviews = reviews


class ReviewSubscriber(LearnerSubscriber):
    """Learners are told of their own reviews, unless they want otherwise."""

    realm = REALM

    def description(self):
        return _("Something that I learnt is due to be reviewed")


class ReviewFormatter(LearnerFormatter):
    """Says it in a mail."""

    realm = REALM

    def subject(self, event):
        if len(event.reviews) == 1:
            return _("A review is due: %(title)s",
                     title=title_of(event.reviews[0]))
        return ngettext("%(num)s review is due", "%(num)s reviews are due",
                        len(event.reviews))

    def body(self, event):
        yield _("You passed this some time ago. Answering it again now keeps "
                "it from being forgotten.")
        for review in event.reviews:
            yield u'%s\n%s#learning' % (
                title_of(review), self.env.abs_href.ticket(review.ticket))
        yield _("All of your reviews:") + u'\n' + \
            self.env.abs_href.learning('reviews')


def title_of(review):
    """In one line."""
    return shorten_line(' '.join(review.summary.split()))
