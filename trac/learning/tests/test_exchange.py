# -*- coding: utf-8 -*-
"""An author takes questions out and brings questions in."""

import json
import re
import unittest

from learning.editor.drafts import Drafts
from learning.questions.question import Questions
from learning.tests.desk_case import DeskTestCase
from learning.tests.material_case import multipart

EXPORT = '/trac/learning/questions/export'
IMPORT = '/trac/learning/questions/import'
NEW = '''questions:
- title: Tides
  course: Seas
  question: What raises the tides?
  reference: The moon does.
  rubric:
  - criterion: The moon
    weight: '2'
  max_attempts: '3'
  due_at: 2030-01-31 18:00 UTC
'''


class ExchangeCase(DeskTestCase):

    def upload(self, content, name='q.yaml', browser=None, accept='text/html',
               **fields):
        browser = browser or self.author
        fields['__FORM_TOKEN'] = browser.jar['trac_form_token'][0]
        kind, body = multipart(fields, [(name, content)], 'file')
        return browser.post(IMPORT, body=body, CONTENT_TYPE=kind,
                            HTTP_ACCEPT=accept)

    def outcomes(self, *args, **fields):
        page = self.upload(*args, **fields)
        self.assertEqual(200, page.status)
        return re.findall(r'learning-brought-(\w+)', page.body)

    def export(self, kind='yaml', **query):
        reply = self.author.get(EXPORT + '?' + '&'.join(
            '%s=%s' % pair for pair in dict(query, format=kind).items()))
        self.assertEqual(200, reply.status)
        return reply.body.encode('utf-8') \
            if isinstance(reply.body, unicode) else reply.body


class ExchangeTestCase(ExchangeCase):

    def test_new_question_comes_in_as_a_draft(self):
        self.assertEqual(['new'], self.outcomes(NEW))
        draft, = Drafts(self.env).all()
        self.assertEqual(('Tides', 'Seas', '3'), (
            draft.title, draft.question.course, draft.question.max_attempts))
        self.assertIsNone(Questions(self.env).get(draft.ticket))

    def test_same_file_again_makes_no_second_question(self):
        self.upload(NEW)
        self.assertEqual(['same'], self.outcomes(NEW))
        self.assertEqual(1, len(Drafts(self.env).all()))

    def test_import_that_only_looks_changes_nothing(self):
        self.assertEqual(['new'], self.outcomes(NEW, look='1'))
        self.assertEqual([], Drafts(self.env).all())

    def test_complete_question_is_released_and_published(self):
        before = len(Questions(self.env).all())
        self.upload(NEW, release='1')
        self.assertEqual([], Drafts(self.env).all())
        question = Questions(self.env).all()[-1]
        self.assertEqual(before + 1, len(Questions(self.env).all()))
        self.assertEqual(('What raises the tides?', 3, 'Seas'), (
            question.question, question.max_attempts, question.course))
        (_data, tries), = self.env.db_query(
            "SELECT data, tries FROM learning_outbox WHERE ticket=%s",
            (question.ticket,))
        self.assertEqual(1, tries)

    def test_incomplete_question_stays_a_draft_and_says_why(self):
        page = self.upload(NEW.replace('  reference: The moon does.\n', ''),
                           release='1')
        self.assertIn('Not released:', page.body)
        self.assertEqual(1, len(Drafts(self.env).all()))

    def test_what_goes_out_and_comes_back_changes_nothing(self):
        for kind in ('yaml', 'csv'):
            content = self.export(kind)
            count = len(Questions(self.env).all())
            self.assertTrue(count)
            self.assertEqual(['same'] * count, self.outcomes(
                content, 'q.' + kind))
        self.assertEqual([], Drafts(self.env).all())

    def test_concepts_go_out_and_come_back(self):
        named = NEW + '  concepts: [tide, "moon\'s pull"]\n'
        self.upload(named, release='1')
        wanted = [u'tide', u"moon's pull"]
        released = Questions(self.env).all()[-1]
        self.assertEqual(wanted, released.concepts)
        for kind in ('yaml', 'csv'):
            content = self.export(kind, course='Seas')
            self.assertEqual(['same'], self.outcomes(content, 'q.' + kind))
            changed = content.replace('tide', 'ebb').replace('ebbs', 'tides')
            self.assertEqual(['changed'], self.outcomes(
                changed, 'q.' + kind, look='1'))
        self.upload(changed, 'q.csv', release='1')
        self.assertEqual([u'ebb', wanted[1]],
                         Questions(self.env).get(released.ticket).concepts)

    def test_further_references_go_out_and_come_back(self):
        said = NEW + '  further_references: [The moon pulls, "By a pull"]\n'
        self.upload(said, release='1')
        released = Questions(self.env).all()[-1]
        self.assertEqual([u'The moon pulls', u'By a pull'],
                         released.further_references)
        for kind in ('yaml', 'csv'):
            content = self.export(kind, course='Seas')
            self.assertEqual(['same'], self.outcomes(content, 'q.' + kind))
            self.assertEqual(['changed'], self.outcomes(
                content.replace('By a pull', 'By pulling'), 'q.' + kind,
                look='1'))

    def test_note_of_a_question_stays_where_it_is_kept_back(self):
        page = self.upload('::M:: [html]<p>Which?<img src="x"></p> {}\n',
                           'q.gift', release='1')
        self.assertIn('Its pictures are left out. Not released:', page.body)

    def test_concepts_without_a_course_stay_a_draft_and_say_why(self):
        page = self.upload(NEW.replace('  course: Seas\n', '') +
                           '  concepts: [tide]\n', release='1')
        self.assertIn('name the course, too', page.body)
        self.assertEqual(['tide'],
                         Drafts(self.env).all()[0].question.concepts)

    def test_change_in_the_file_is_the_next_version_of_its_question(self):
        content = self.export()
        stored = Questions(self.env).get(self.shared)
        changed = content.replace(stored.question.encode('utf-8'),
                                  'Another question?', 1)
        self.assertIn('changed', self.outcomes(changed))
        draft, = Drafts(self.env).all()
        self.assertEqual((self.shared, 'Another question?', stored.revision),
                         (draft.ticket, draft.question.question,
                          draft.question.revision))

    def test_file_of_another_trac_makes_new_questions(self):
        content = self.export().replace('http://', 'http://other.')
        self.assertEqual({'new'}, set(self.outcomes(content)))

    def test_one_question_that_is_wrong_leaves_the_others_alone(self):
        page = self.upload(NEW + '- {question: Q, nonsense: x}\n')
        self.assertIn('nonsense', page.body)
        self.assertEqual(1, len(Drafts(self.env).all()))

    def test_export_of_a_course_has_its_questions_alone(self):
        self.upload(NEW, release='1')
        self.assertIn('Tides', self.export(course='Seas'))
        self.assertNotIn('Tides', self.export(course='Other'))

    def test_import_by_a_program_answers_json(self):
        reply = self.upload(NEW, accept='application/json')
        outcome, = json.loads(reply.body)['outcomes']
        self.assertEqual(('new', False), (outcome['outcome'],
                                          outcome['released']))
        reply = self.upload('{', accept='application/json')
        self.assertEqual(400, reply.status)
        self.assertIn('YAML', json.loads(reply.body)['message'])

    def test_export_and_import_are_for_authors_alone(self):
        learner = self.browse('ada')
        learner.get('/trac/learning')
        self.assertEqual(403, learner.get(EXPORT).status)
        self.assertEqual(403, self.upload(NEW, browser=learner).status)
        self.assertEqual([], Drafts(self.env).all())


if __name__ == '__main__':
    unittest.main()
