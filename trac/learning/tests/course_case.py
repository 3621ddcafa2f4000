# -*- coding: utf-8 -*-
"""Courses with questions, and learners who have answered some."""

from trac.test import MockRequest
from trac.ticket.model import Ticket

from learning.progress.next_thing import next_thing
from learning.questions.question import Question, insert_question
from learning.tests.test_path_accept import USER, AcceptTestCase
from learning.users.account import Accounts

POINTS = [{'id': 'a', 'label': 'Point a', 'criterion': 'c', 'weight': 1},
          {'id': 'b', 'label': 'Point b', 'criterion': 'c', 'weight': 1}]


class CourseTestCase(AcceptTestCase):
    """Ada is a learner. `answer` of the class above is hers."""

    def setUp(self):
        super(CourseTestCase, self).setUp()
        self.env.db_transaction("DELETE FROM learning_question")

    def ask(self, title, course='Databases', **more):
        """The number of a ticket with a question."""
        ticket = Ticket(self.env)
        ticket.populate({'summary': title, 'status': 'new'})
        number = ticket.insert()
        question = Question(number, 1, 'What is %s?' % title, 'Full answer.',
                            POINTS, [], '', 'author@demo.test', 1, course)
        with self.env.db_transaction as db:
            insert_question(db, question._replace(**more))
        return number

    def course(self, count=3, course='Databases'):
        """Tickets of a new course, in its order."""
        return [self.ask('%d. %s' % (n, course), course)
                for n in range(1, count + 1)]

    def close(self, ticket):
        self.env.db_transaction("UPDATE ticket SET status='closed' "
                                "WHERE id=%s", (ticket,))

    def request(self, user=USER):
        return MockRequest(self.env, authname=user, path_info='/learning')

    def next(self, after=None, user=USER):
        return next_thing(self.env, self.request(user),
                          Accounts(self.env).of_user(user), after)

    def next_ticket(self, after=None):
        found = self.next(after)
        return found and (found.kind, found.ticket)

    def count_queries(self, call):
        """How often the database is asked while something is done."""
        queries = []
        db_query = type(self.env).db_query

        class Counting(object):
            def __get__(self, env, owner):
                queries.append(1)
                return db_query.__get__(env, owner)

        type(self.env).db_query = Counting()
        try:
            call()
        finally:
            type(self.env).db_query = db_query
        return len(queries)
