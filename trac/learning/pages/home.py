# -*- coding: utf-8 -*-
"""`/learning`: what a learner does next, and how far they are."""

from trac.util.html import tag

from learning.answers.view import WAITING
from learning.pages.navigation import LearningPage, add_layout
from learning.pages.teaching import describe_teaching
from learning.paths import request
from learning.paths.path import PROPOSED, Paths
from learning.progress.cards import (describe_course, describe_path,
                                     describe_proposed)
from learning.progress.learner_progress import LearnerProgress, worked_at
from learning.progress.next_thing import course_rank, next_of
from learning.reviews.view import describe_review
from learning.translation import _
from learning.users.account import Accounts

#: Of each list; the rest is one link away.
MAX_CARDS, MAX_REVIEWS = 12, 5


class HomePage(LearningPage):
    """Greets who signs in with one thing to do."""

    # INavigationContributor methods

    def get_navigation_items(self, req):
        if 'LEARNING_VIEW' in req.perm:
            yield 'mainnav', 'learning', tag.a(_("Learning"),
                                               href=req.href.learning())

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning'

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        add_layout(req, 'home')
        data = {'next': None, 'reviews': [], 'courses': [], 'paths': [],
                'more_reviews': 0, 'more_courses': 0, 'waiting': 0,
                'begun': False, 'teaching': None, 'goal_length':
                request.MAX_GOAL_CHARS}
        account = Accounts(self.env).of_user(req.authname)
        if account:
            data.update(describe_learning(req, LearnerProgress(
                self.env, account.sub)))
        if 'LEARNING_AUTHOR' in req.perm:
            data['teaching'] = describe_teaching(self.env, req, MAX_CARDS)
        return 'learning_home.html', data, {}


def describe_learning(req, progress):
    """What the page shows of a `LearnerProgress`."""
    courses = sorted(progress.courses.items(),
                     key=lambda item: course_rank(item[1]))
    cards = [describe_course(req, course, questions)
             for course, questions in courses[:MAX_CARDS]]
    following = next_of(req, progress)
    due = [review for review in progress.due
           if not following or review.ticket != following.ticket]
    return {'next': following,
            'reviews': [describe_review(req, review)
                        for review in due[:MAX_REVIEWS]],
            'more_reviews': max(0, len(due) - MAX_REVIEWS),
            'courses': cards, 'more_courses': len(courses) - len(cards),
            'paths': ([describe_proposed(req, path) for path in Paths(
                progress.env).in_state(progress.sub, PROPOSED)] +
                [describe_path(req, path)
                 for path in progress.paths])[:MAX_CARDS],
            'waiting': sum(question.phase in WAITING for question
                           in progress.questions.values()),
            'begun': bool(worked_at(progress.questions.values()) or
                          progress.paths)}
