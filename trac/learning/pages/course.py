# -*- coding: utf-8 -*-
"""`/learning`: the questions that a person may answer, and how each stands."""

from trac.core import Component, implements
from trac.ticket.model import Ticket
from trac.util.html import tag
from trac.web.api import IRequestHandler
from trac.web.chrome import INavigationContributor, add_stylesheet

from learning.answers import view
from learning.answers.attempt import Attempts
from learning.answers.counting import all_counting_of
from learning.answers.of_learners import count_learners
from learning.pages.navigation import add_learning_nav
from learning.questions import access
from learning.questions.question import Questions
from learning.translation import _
from learning.users.account import Accounts


class CoursePage(Component):
    """Lists questions."""

    implements(IRequestHandler, INavigationContributor)

    # INavigationContributor methods

    def get_active_navigation_item(self, req):
        return 'learning'

    def get_navigation_items(self, req):
        if 'LEARNING_VIEW' in req.perm:
            yield 'mainnav', 'learning', tag.a(_("Learning"),
                                               href=req.href.learning())

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning'

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        account = Accounts(self.env).of_user(req.authname)
        author = 'LEARNING_AUTHOR' in req.perm
        questions = Questions(self.env)
        rows = questions.all() if author else \
            questions.for_learner(account.sub if account else '')
        newest = Attempts(self.env).newest_of(account.sub) if account else {}
        learners = count_learners(self.env) if author else {}
        counting = all_counting_of(self.env, account.sub) if account else {}
        add_stylesheet(req, 'learning/css/learning.css')
        add_learning_nav(req, 'questions')
        return 'learning_course.html', {
            'author': author,
            'rows': [dict(self._line(req, q, newest.get(q.ticket),
                                     counting.get(q.ticket)),
                          learners=learners.get(q.ticket, 0)) for q in rows
                     if access.visible(self.env, req, q.ticket)]}, {}

    # Internal methods

    def _line(self, req, question, attempt, counting):
        return {'ticket': question.ticket,
                'summary': Ticket(self.env, question.ticket)['summary'],
                'own': bool(question.learner),
                'counting': counting, 'percent': counting and
                view.percent(counting.score),
                'attempt': attempt and
                view.describe_attempt(req, attempt, newest=True)}
