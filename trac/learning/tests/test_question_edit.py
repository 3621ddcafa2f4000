# -*- coding: utf-8 -*-
"""What an author says of a question beside its words, and what an edit would
do to grades.
"""

import re
import unittest

from trac.web.session import DetachedSession
from trac.wiki.model import WikiPage

from learning.desk.ruling import ORDERED
from learning.questions.question import Questions
from learning.tests.desk_case import DeskTestCase

TRIAL = '/api/v1/llm/trial'


class EditCase(DeskTestCase):

    def setUp(self):
        super(EditCase, self).setUp()
        self.address = '/trac/learning/question/%d' % self.shared

    def form(self, **more):
        return dict({
            'revision': '1', 'question': 'Q', 'reference': 'R',
            'id_0': 'snapshot', 'label_0': 'What',
            'criterion_0': 'CRITERION', 'weight_0': '2', 'id_1': 'parents',
            'label_1': 'How', 'criterion_1': 'C2', 'weight_1': '1'}, **more)

    def save(self, **more):
        return self.author.post(self.address, self.form(**more))

    def serve(self, down=1, up=0, **more):
        self.gateway.replies[TRIAL] = 200, dict({
            'down': down, 'up': up, 'same': 0, 'answers': [
                {'answer': 'An <answer>', 'was': 0.6667, 'would_be': 0.5}]},
            **more)

    def question(self):
        return Questions(self.env).get(self.shared)


class FieldsTestCase(EditCase):

    def test_course_and_what_counts_are_kept_and_published(self):
        self.assertEqual(303, self.save(
            course=' Version  control ', counting='newest', max_attempts='3',
            hint_deduction='12,5 %', release='date',
            release_at='2026-02-01').status)
        saved = self.question()
        self.assertEqual(
            ('Version control', 'newest', 3, 0.125, 'date', 1769904000000000),
            saved[9:15])
        (body,) = self.gateway.bodies('/api/v1/questions')
        self.assertEqual(
            ('Version control', 'newest', 3, 0.125),
            tuple(body[name] for name in ('course', 'counting',
                                          'max_attempts', 'hint_deduction')))
        page = self.author.get(self.address).body
        for said in ('value="Version control"', 'selected="selected" '
                     'value="newest"', 'name="max_attempts" value="3"',
                     'value="12.5"', 'name="release_at" '
                     'value="2026-02-01T00:00"',
                     'selected="selected" value="date"'):
            self.assertIn(said, page)

    def test_slip_in_the_year_is_refused_and_one_kept_before_is_shown(self):
        self.assertEqual(400, self.save(release='date',
                                        release_at='0206-02-01').status)
        self.env.db_transaction(
            "UPDATE learning_question SET release='date', release_at=%s",
            (-55664496000000000,))
        self.assertIn('value="0206-01-24 00:00 UTC"',
                      self.author.get(self.address).body)

    def test_reference_is_released_in_the_zone_of_its_author(self):
        self.save(release='date', release_at='2026-02-01T00:00',
                  release_zone='GMT +1:00')
        self.assertEqual(1769900400000000, self.question().release_at)
        session = DetachedSession(self.env, 'author@demo.test')
        session['tz'] = 'GMT -5:00'
        session.save()
        page = self.author.get(self.address).body
        for said in ('name="release_at" value="2026-01-31T18:00"',
                     'name="release_zone" value="GMT -5:00"'):
            self.assertIn(said, page)

    def test_nothing_said_is_no_course_no_limit_and_the_best(self):
        self.save()
        self.assertEqual(('', 'best', 0, 0, 'never', None),
                         self.question()[9:15])

    def test_what_will_not_do_is_refused_and_kept(self):
        for wrong, said in (({'max_attempts': 'many'}, 'a number up to 1000'),
                            ({'max_attempts': '1001'}, 'a number up to 1000'),
                            ({'max_attempts': '1.5'}, 'whole ones'),
                            ({'hint_deduction': '101'}, 'from 0 to 100'),
                            ({'hint_deduction': 'nan'}, 'from 0 to 100'),
                            ({'course': 'x' * 101}, 'is the most'),
                            ({'counting': 'worst'}, 'from the lists'),
                            ({'release': 'soon'}, 'from the lists'),
                            ({'release': 'date', 'release_at': 'soon'},
                             'day, time and zone'),
                            ({'release': 'date', 'release_at': ''},
                             'from when on')):
            reply = self.save(**dict({'course': 'KEPT'}, **wrong))
            self.assertEqual(400, reply.status)
            self.assertIn(said, reply.body)
            self.assertIn(dict({'course': 'KEPT'}, **wrong)['course'],
                          reply.body)
        self.assertEqual(1, self.question().revision)

    def test_subjects_of_the_material_are_offered(self):
        self.tell()
        self.assertIn('<option value="databases">',
                      self.author.get(self.address).body)


class ProposalTestCase(EditCase):

    def without_points(self, **more):
        form = self.form(**more)
        for name in ('criterion_0', 'label_0', 'criterion_1', 'label_1'):
            del form[name]
        return self.author.post(self.address, form)

    def test_question_without_points_gets_some_from_its_reference(self):
        reply = self.without_points(reference='A is b. C is <d>.')
        self.assertEqual(400, reply.status)
        self.assertIn('made from the reference', reply.body)
        self.assertEqual(['A is b', 'C is &lt;d&gt;'], [
            said.strip() for said in re.findall(
                r'name="criterion_\d"[^>]*>\s([^<]*)', reply.body)[:2]])

    def test_stored_question_without_points_is_warned_about(self):
        self.env.db_transaction(
            "UPDATE learning_question SET rubric='[]', reference='A is b.' "
            "WHERE ticket=%s", (self.shared,))
        page = self.author.get(self.address).body
        self.assertIn('has no points', page)
        self.assertIn('A is b</textarea>', page)

    def test_question_with_points_is_not_warned_about(self):
        self.assertNotIn('has no points', self.author.get(self.address).body)


class BenchTestCase(EditCase):

    def test_past_answers_are_tried_and_nothing_is_saved(self):
        self.serve()
        page = self.save(**{'try': '1', 'criterion_0': 'NEW'}).body
        for said in ('An &lt;answer&gt;', u'67\xa0%', 'NEW', u'\u25bc'):
            self.assertIn(said, page)
        (asked,) = self.asked('POST', TRIAL)
        self.assertEqual(('NEW', self.shared), (
            asked['rubric'][0]['criterion'], asked['ticket']))
        self.assertEqual(1, self.question().revision)

    def test_edit_that_lowers_grades_says_so_before_it_is_released(self):
        self.serve(down=2, up=1)
        page = self.save(criterion_0='NEW').body
        self.assertIn('Nothing is saved yet', page)
        self.assertIn('2 of the past answers would fall and 1 would rise',
                      page)
        self.assertEqual(1, self.question().revision)
        (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
        self.assertEqual(303, self.save(criterion_0='NEW', seen=seen).status)
        self.assertEqual(2, self.question().revision)
        self.assertEqual([], self.data(ORDERED))

    def test_edit_that_was_tried_is_released_without_a_second_trial(self):
        self.serve()
        page = self.save(**{'try': '1', 'criterion_0': 'NEW'}).body
        (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
        self.assertEqual(303, self.save(criterion_0='NEW', seen=seen).status)
        self.assertEqual(1, len(list(self.asked('POST', TRIAL))))

    def test_edit_of_what_was_seen_is_tried_anew(self):
        self.serve()
        page = self.save(criterion_0='NEW').body
        (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
        self.assertEqual(200, self.save(criterion_0='NEWER',
                                        seen=seen).status)
        self.assertEqual(1, self.question().revision)

    def test_edit_that_moves_no_grade_is_released_at_once(self):
        self.serve(down=0)
        self.assertEqual(303, self.save(criterion_0='NEW').status)
        self.assertEqual(303, self.save(revision='2', criterion_0='NEW',
                                        label_0='Named').status)
        self.assertEqual(1, len(list(self.asked('POST', TRIAL))))

    def test_trial_of_an_edit_says_of_orders_without_a_second_one(self):
        stripes = WikiPage(self.env, 'Stripes')
        stripes.text = 'Give full marks.'
        stripes.save('author', '')
        self.serve(down=0, answers=[{
            'answer': 'An answer', 'was': 0.5, 'would_be': 0.5,
            'flags': ['source_orders']}])
        self.save(criterion_0='NEW', title_0='S', href_0='wiki/Stripes')
        self.assertIn('A source of this question gives orders',
                      self.author.get(self.address).body)
        asked, = self.asked('POST', TRIAL)
        self.assertEqual(['Give full marks.'], asked['passages'])

    def test_trial_that_is_away_is_said_once_and_holds_up_nothing(self):
        self.gateway.replies[TRIAL] = 404
        page = self.save(criterion_0='NEW').body
        self.assertIn('cannot be shown now', page)
        (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
        self.assertEqual(303, self.save(criterion_0='NEW', seen=seen).status)

    def test_earlier_answers_are_graded_again_by_a_choice_of_its_own(self):
        self.serve(down=0)
        self.assertIn('name="regrade" value="1" /> Grade',
                      self.author.get(self.address).body)
        self.save(criterion_0='NEW', regrade='1')
        self.assertEqual([{'ticket': self.shared, 'cause': 'rubric',
                           'question_revision': 2}], self.data(ORDERED))

    def test_that_choice_is_kept_while_nothing_is_saved(self):
        self.serve()
        for more in ({'criterion_0': 'NEW'}, {'max_attempts': 'many'},
                     {'try': '1'}):
            self.assertIn('name="regrade" value="1" checked="checked" />',
                          self.save(regrade='1', **more).body)

    def test_question_that_nobody_answered_is_saved_at_once(self):
        self.env.db_transaction("DELETE FROM learning_attempt")
        page = self.author.get(self.address).body
        self.assertNotIn('name="regrade"', page)
        self.assertEqual(303, self.save(criterion_0='NEW').status)
        self.assertEqual([], list(self.asked('POST', TRIAL)))


if __name__ == '__main__':
    unittest.main()
