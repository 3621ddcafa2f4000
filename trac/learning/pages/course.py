# -*- coding: utf-8 -*-
"""`/learning/course/<name>`: the questions of a course in its order, how one
stands with each, and for its authors how learners do.
"""

import re

from trac.web.chrome import add_notice

from learning.course_order import QUESTION, CourseOrder
from learning.editor.drafts import Drafts
from learning.material.document import Documents
from learning.pages.course_teaching import describe_teaching
from learning.pages.navigation import LearningPage, add_layout
from learning.pages.paging import page_of
from learning.progress import cards
from learning.progress.course_view import describe_question
from learning.progress.learner_progress import LearnerProgress, order_key
from learning.progress.next_thing import next_in_course
from learning.progress.question_progress import questions_of_course
from learning.translation import _
from learning.users.account import Accounts

ROWS_PER_PAGE = 200
#: What a button of the form says: which question, and by how much it moves.
_MOVE = re.compile(r'(\d{1,10}) (-1|1)\Z')


class CoursePage(LearningPage):
    """Shows a course, and lets authors put its questions in order."""

    # IRequestHandler methods

    def match_request(self, req):
        match = re.match(r'/learning/course(?:/(.+))?$', req.path_info)
        if match:
            req.environ['learning.course'] = match.group(1)
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        course = req.environ['learning.course'] or \
            req.args.getfirst('name', '')
        account = Accounts(self.env).of_user(req.authname)
        if req.method == 'POST':
            req.perm.require('LEARNING_AUTHOR')
            self._put_in_order(req, course, account)
        progress = account and LearnerProgress(self.env, account.sub)
        author = 'LEARNING_AUTHOR' in req.perm
        questions = self._authors_questions(course, account) if author else \
            progress.in_order(course) if progress else []
        questions = [question for question in questions if
                     'TICKET_VIEW' in req.perm('ticket', question.ticket)]
        add_layout(req, 'courses')
        page = page_of(req, list(enumerate(questions, 1)), ROWS_PER_PAGE)
        page['rows'] = [describe_question(req, number, question)
                        for number, question in page['rows']]
        more = page.pop('next')
        return 'learning_course.html', dict(
            page, course=course, author=author, learning=not author or any(
                question.attempt for question in questions),
            card=cards.describe_course(req, course, questions),
            next=progress and next_in_course(req, progress, course),
            material=course in Documents(self.env).subjects(),
            action=cards.course_href(req, course),
            next_page=more and cards.course_href(req, course, after=more),
            moved=req.args.getfirst('moved'),
            teaching=author and describe_teaching(self.env, req, course)), {}

    # Internal methods

    def _authors_questions(self, course, account):
        """The `QuestionProgress` of all, in order."""
        return CourseOrder(self.env, QUESTION).sorted(questions_of_course(
            self.env, account.sub if account else '', course), order_key)

    def _put_in_order(self, req, course, account):
        """Do what the form says, and come back to the button: it has the
        focus, so the address has no `#`, which would take it."""
        order = CourseOrder(self.env, QUESTION)
        query, after = {}, req.args.getint('after')
        if 'by_title' in req.args:
            order.save(course, [])
            add_notice(req, _("The questions are in the order of their "
                              "titles."))
        move = _MOVE.match(req.args.getfirst('move', ''))
        if move:
            ticket, by = map(int, move.groups())
            # One that is released in between is in both.
            drafts = [draft.ticket for draft in Drafts(self.env).all()
                      if draft.question.course == course]
            tickets = [question.ticket for question
                       in self._authors_questions(course, account)]
            if order.move(course, tickets, ticket, by, drafts):
                query['moved'] = move.group(0)
        if after:
            query['after'] = after
        req.redirect(cards.course_href(req, course, **query))
