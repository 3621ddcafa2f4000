# -*- coding: utf-8 -*-

import io
import json
import os
import sys
import tempfile
import unittest

from trac.admin.api import AdminCommandError, AdminCommandManager
from trac.ticket.model import Ticket
from trac.wiki.model import WikiPage

from learning.admin.seed import Seed
from learning.errors import InvalidInput
from learning.questions.question import Questions
from learning.tests.question_case import QuestionTestCase
from learning.users.account import Accounts

COURSE = {
    'accounts': [{'sub': 's1', 'email': 'New@demo.test', 'name': u'N\xe9',
                  'groups': []},
                 {'sub': 's2', 'email': 'teacher@demo.test', 'name': 'T',
                  'groups': ['authors']}],
    'wiki': [{'name': 'Course/Basics', 'text': '= Basics ='}],
    'material': ['Course/'],
    'tickets': [
        {'summary': 'One', 'description': 'd', 'course': 'Git',
         'learner': 'new@demo.test', 'question': 'Q1?', 'reference': 'R1',
         'rubric': [
             {'id': 'a', 'criterion': 'c', 'label': 'l', 'weight': 2}],
         'sources': [{'title': 'Basics', 'href': 'wiki/Course/Basics'}]},
        {'summary': 'Two', 'description': '', 'learner': None,
         'question': 'Q2?', 'reference': 'R2',
         'rubric': [{'id': 'a', 'criterion': 'c'}], 'sources': []}]}


class SeedTestCase(QuestionTestCase):

    def load(self, course=COURSE):
        return list(Seed(self.env).load(course))

    def test_course_that_is_loaded_twice_is_made_once(self):
        self.assertEqual(4, len(self.load()))
        self.assertEqual([], self.load())
        one = Questions(self.env).get(1)
        self.assertEqual((1, 'Q1?', 's1', 'teacher@demo.test', 'Git'), (
            one.revision, one.question, one.learner, one.author,
            one.course))
        self.assertEqual('', Questions(self.env).get(2).learner)
        self.assertEqual('new@demo.test', Ticket(self.env, 1)['owner'])
        self.assertEqual('= Basics =',
                         WikiPage(self.env, 'Course/Basics').text)
        self.assertEqual('s1', Accounts(self.env).of_user(
            'new@demo.test').sub)
        self.assertEqual([('QuestionPublished.v1', 's2', '["authors"]')] * 2 +
                         [('WikiPageChanged.v1', 's2', '["authors"]')],
                         self.rows('detail_type, learner, groups', 'outbox'))
        self.assertEqual([('Course/', 1, 'teacher@demo.test')],
                         self.rows('name, used, author', 'mark'))

    def test_a_changed_question_is_a_new_revision(self):
        self.load()
        changed = json.loads(json.dumps(COURSE))
        changed['tickets'][1]['question'] = 'Q2 again?'
        self.assertEqual(['ticket #2: Two'], self.load(changed))
        self.assertEqual(2, Questions(self.env).get(2).revision)
        self.assertEqual(2, self.env.db_query("SELECT COUNT(*) FROM ticket")
                         [0][0])

    def test_a_ticket_never_comes_without_its_question(self):
        wrong = json.loads(json.dumps(COURSE))
        wrong['tickets'][0]['learner'] = 'nobody@demo.test'
        self.assertRaises(InvalidInput, self.load, wrong)
        self.assertEqual([], self.env.db_query("SELECT * FROM ticket"))

    def test_command_seeds_a_course_and_lists_the_outbox(self):
        manager = AdminCommandManager(self.env)
        handle, path = tempfile.mkstemp()
        stdout, sys.stdout = sys.stdout, io.BytesIO()
        try:
            os.write(handle, json.dumps(COURSE))
            os.close(handle)
            manager.execute_command('learning', 'seed', path)
            manager.execute_command('learning', 'outbox')
            said = sys.stdout.getvalue()
        finally:
            sys.stdout = stdout
            os.unlink(path)
        self.assertIn('ticket #1: One', said)
        self.assertEqual(2, len(self.rows('ticket', 'question')))
        self.assertRaises(AdminCommandError, manager.execute_command,
                          'learning', 'seed', path)


if __name__ == '__main__':
    unittest.main()
