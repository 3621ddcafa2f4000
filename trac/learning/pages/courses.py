# -*- coding: utf-8 -*-
"""`/learning/courses`: all courses, and how far one is with each."""

from learning.course_order import natural
from learning.pages.navigation import LearningPage, add_layout
from learning.pages.paging import page_of
from learning.pages.teaching import course_cards
from learning.progress.cards import describe_course
from learning.progress.learner_progress import LearnerProgress
from learning.users.account import Accounts

CARDS_PER_PAGE = 60


class CourseList(LearningPage):
    """Lists courses: authors see how learners are doing, others themselves."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/courses'

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        add_layout(req, 'courses')
        words = req.args.getfirst('q', '').strip()
        cards = [card for card in self._cards(req)
                 if words.lower() in card['title'].lower()]
        return 'learning_courses.html', dict(
            page_of(req, cards, CARDS_PER_PAGE), q=words), {}

    # Internal methods

    def _cards(self, req):
        if 'LEARNING_AUTHOR' in req.perm:
            return course_cards(self.env, req)
        account = Accounts(self.env).of_user(req.authname)
        if not account:
            return []
        courses = LearnerProgress(self.env, account.sub).courses
        return [describe_course(req, course, courses[course])
                for course in sorted(courses, key=lambda name: (
                    not name, natural(name)))]
