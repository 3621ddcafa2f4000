# -*- coding: utf-8 -*-
"""`/learning/reviews`: what a learner is to answer again, and when; how much
of it is due stands in the navigation.
"""

from trac.util.html import tag

from learning.pages.navigation import LearningPage
from learning.pages.navigation import add_layout
from learning.reviews.review import Reviews
from learning.reviews.view import describe_review
from learning.translation import ngettext
from learning.users.account import Accounts


class ReviewList(LearningPage):
    """Lists a learner's own reviews, and counts those that are due."""

    # INavigationContributor methods

    def get_navigation_items(self, req):
        if 'LEARNING_ANSWER' not in req.perm:
            return
        account = Accounts(self.env).of_user(req.authname)
        due = len(Reviews(self.env).due_tickets(account.sub)) if account else 0
        if due:
            yield 'mainnav', 'learning-reviews', tag.a(
                ngettext("%(num)s review due", "%(num)s reviews due", due),
                href=req.href.learning('reviews'))

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/reviews'

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        account = Accounts(self.env).of_user(req.authname)
        add_layout(req, 'reviews')
        reviews = [describe_review(req, review) for review in
                   (Reviews(self.env).of(account.sub) if account else ())]
        return 'learning_reviews.html', {
            'due': [review for review in reviews if review['due']],
            'coming': [review for review in reviews if not review['due']],
        }, {}
