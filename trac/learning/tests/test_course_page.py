# -*- coding: utf-8 -*-
"""A course as its learners and its authors see it."""

import json
import re
import unittest
import urllib

from learning import timestamps
from learning.answers.attempt import Attempts
from learning.concepts.coverage import uncovered
from learning.course_order import QUESTION, CourseOrder
from learning.courses.missed_points import missed_points
from learning.editor.drafts import Drafts
from learning.progress.cards import course_href
from learning.questions.question import Questions
from learning.tests.course_case import CourseTestCase
from learning.tests.test_paths import ADA
from learning.users.account import Accounts

COURSE = '/trac/learning/course/Databases'
CONCEPTS = '/api/v1/content/concepts'


class CoursePageTestCase(CourseTestCase):

    def setUp(self):
        super(CoursePageTestCase, self).setUp()
        self.author = self.browse('author')
        self.author.take_form_token()

    def page(self, browser=None, path=COURSE):
        reply = (browser or self.ada).get(path)
        self.assertEqual(200, reply.status)
        return reply.body

    def order(self, browser=None):
        """Tickets as the page lists them."""
        return [int(n) for n in re.findall(r'<tr id="question-(\d+)"',
                                           self.page(browser))]

    def move(self, ticket, by, browser=None, **more):
        return (browser or self.author).post(COURSE, dict(
            more, move='%d %d' % (ticket, by)))


class LearnerTestCase(CoursePageTestCase):

    def test_questions_stand_in_order_with_how_they_stand(self):
        first, second, third = self.course()
        self.answer(first, score=.92)
        self.answer(second, score=.5)
        page = self.page()
        self.assertEqual([first, second, third], self.order())
        self.assertEqual(
            [u'passed, 92\xa0%', u'not passed yet, 50\xa0%', 'not answered'],
            re.findall(r'learning-symbol">.</span> ([^<]*)</span>', page))
        self.assertIn('Continue: <span dir="auto">3. Databases', page)
        self.assertIn('1 of 3 passed', page)

    def test_course_that_is_answered_offers_the_worst_answer(self):
        first, second = self.course(2)
        self.answer(first, score=.92)
        self.answer(second, score=.5)
        self.assertIn('Improve: <span dir="auto">2. Databases', self.page())

    def test_next_of_a_course_is_its_own_whatever_is_due_elsewhere(self):
        self.ask('Elsewhere', 'Other', due_at=1)
        self.course(1)
        self.assertIn('Begin: <span dir="auto">1. Databases', self.page())

    def test_closed_question_without_an_answer_does_not_count(self):
        first, second = self.course(2)
        self.close(second)
        page = self.page()
        self.assertIn('0 of 1 passed', page)
        self.assertIn('> closed</span>', page)
        self.assertEqual([first, second], self.order())

    def test_learner_sees_nothing_of_the_authors(self):
        first, _second = self.course(2)
        self.answer(first, score=.2)
        page = self.page()
        for said in ('name="move"', 'Where learners fail', 'New question',
                     '/learning/question/', 'Concepts'):
            self.assertNotIn(said, page)
        self.assertEqual(403, self.move(first, 1, self.ada).status)

    def test_question_of_another_learner_is_on_no_page(self):
        self.course(1)
        self.ask('Of Bob', learner='bob')
        self.assertNotIn('Of Bob', self.page())
        self.assertIn('Of Bob', self.page(self.author))

    def test_questions_without_a_course_are_a_group_of_their_own(self):
        self.course(1)
        lone = self.ask('Alone', '')
        self.accepted()
        page = self.page(path='/trac/learning/course')
        self.assertEqual([str(lone)],
                         re.findall(r'<tr id="question-(\d+)"', page))
        page = self.page(self.author, '/trac/learning/course')
        self.assertEqual([str(lone)],
                         re.findall(r'<tr id="question-(\d+)"', page))

    def test_course_of_any_name_has_an_address_that_leads_to_it(self):
        for name in (u'Databases', u'a/b', u'a//b', u'..', u'x/../y', u'ä & ?',
                     u' a', u'50 %', u'#1', u'<b>'):
            self.ask(u'In it', name)
            url = course_href(self.request(), name).replace('/trac.cgi',
                                                            '/trac', 1)
            self.assertNotRegexpMatches(urllib.unquote(url.split('?')[0]),
                                        r'//|/\.')
            self.assertIn('In it', self.page(path=str(url)), name)

    def test_material_of_the_course_is_one_link_away_where_there_is_any(self):
        self.course(1)
        self.assertNotIn('Material of this course', self.page())
        self.env.db_transaction(
            "INSERT INTO learning_material (document, name, subject, phase, "
            "revision, at) VALUES ('d', 'a.md', 'Databases', 'ready', 1, 1)")
        self.assertIn('/trac/learning/material?subject=Databases"',
                      self.page())


class AuthorTestCase(CoursePageTestCase):

    def test_author_moves_a_question_by_a_button_and_keeps_the_focus(self):
        first, second, third = self.course()
        reply = self.move(third, -1)
        self.assertEqual(303, reply.status)
        self.assertEqual([first, third, second], self.order())
        self.assertTrue(reply.headers['Location'].endswith(
            '/learning/course/Databases?moved=%d+-1' % third))
        page = self.page(self.author, COURSE + '?moved=%d+-1' % third)
        self.assertRegexpMatches(
            page, r'<button[^>]*value="%d -1"[^>]*autofocus' % third)
        self.assertEqual(1, len(re.findall(r'<button[^>]*autofocus', page)))

    def test_first_does_not_move_up_and_last_not_down(self):
        first, second = self.course(2)
        page = self.page(self.author)
        for ticket, by in ((first, -1), (second, 1)):
            self.move(ticket, by)
            self.assertEqual([first, second], self.order())
            self.assertRegexpMatches(
                page, r'<button[^>]*value="%d %d"[^>]*disabled' % (ticket, by))

    def test_move_leaves_a_draft_its_place_and_none_to_what_is_gone(self):
        first, second = self.course(2)
        gone = self.ask('Other', 'Algebra')
        draft = self.ask('Draft')
        Drafts(self.env).save(
            Questions(self.env).get(draft), 'Draft',
            Accounts(self.env).of_user('author@demo.test'), 0)
        self.env.db_transaction("DELETE FROM learning_question WHERE "
                                "ticket=%s", (draft,))
        order = CourseOrder(self.env, QUESTION)
        order.save('Databases', [first, gone, draft, second])
        self.move(second, -1)
        self.assertEqual(
            {('Databases', unicode(ticket)): place for place, ticket
             in enumerate((second, draft, first))}, order.places())

    def test_order_by_title_comes_back(self):
        first, second = self.course(2)
        self.move(second, -1)
        self.author.post(COURSE, {'by_title': 'x'})
        self.assertEqual([first, second], self.order())

    def test_move_that_makes_no_sense_changes_nothing(self):
        first, second = self.course(2)
        other = self.ask('Other', 'Algebra')
        for said in ('x', '%d 2' % first, '%d 1' % other, '99999 1'):
            self.assertEqual(303, self.author.post(
                COURSE, {'move': said}).status)
        self.assertEqual([first, second], self.order())

    def test_numbers_of_learners_stand_beside_each_question(self):
        first, second = self.course(2)
        self.answer(first, score=.9)
        page = self.page(self.author)
        self.assertIn('/trac/learning/desk/%d">1 of 1 passed</a>' % first,
                      page)
        self.assertEqual(1, page.count('not answered yet'))
        self.assertIn('/trac/learning/question/%d"' % second, page)
        for link in ('/trac/learning/question/new?course=Databases',
                     '/trac/learning/grades?course=Databases'):
            self.assertIn('href="%s"' % link, page)


class DraftsTestCase(CoursePageTestCase):

    def draft(self, title, course, publish_at=None):
        ticket = self.ask(title, course)
        question = Questions(self.env).get(ticket)
        self.env.db_transaction("DELETE FROM learning_question "
                                "WHERE ticket=%s", (ticket,))
        Drafts(self.env).save(question._replace(revision=0), title,
                              Accounts(self.env).of_user('author@demo.test'),
                              0, publish_at)
        return ticket

    def test_drafts_of_the_course_stand_apart_and_only_authors_see_them(self):
        self.course(1)
        ticket = self.draft('Not ready', 'Databases')
        self.draft('Tomorrow', 'Databases', timestamps.now() + timestamps.DAY)
        self.draft('Elsewhere', 'Algebra')
        page = self.page(self.author).split('id="learning-drafts"')[1]
        self.assertRegexpMatches(
            page, '/learning/question/%d" dir="auto">Not ready</a> '
            '<span class="learning-hint">draft</span>' % ticket)
        self.assertIn('comes out <time', page)
        self.assertNotIn('Elsewhere', page)
        self.assertNotIn('Not ready', self.page())


class MissedPointsTestCase(CoursePageTestCase):

    def graded(self, ticket, count, **verdicts):
        """So many learners have these verdicts."""
        for n in range(count):
            sub = 'learner-%d' % n
            Accounts(self.env).bind(sub, sub + '@demo.test', '', [], 1)
            Attempts(self.env).submit(
                ticket, Accounts(self.env).of_sub(sub), u'mine', '')
            self.env.db_transaction(
                "UPDATE learning_attempt SET phase='graded', score=.5, "
                "items=%s WHERE ticket=%s AND sub=%s",
                (json.dumps([{'id': name, 'label': 'Point ' + name,
                              'verdict': verdict}
                             for name, verdict in verdicts.items()]),
                 ticket, sub))
            self.env.db_transaction(
                "UPDATE learning_seat SET counting_attempt=1 "
                "WHERE ticket=%s AND sub=%s", (ticket, sub))

    def test_greatest_share_comes_first_and_few_answers_come_last(self):
        first, second, third = self.course()
        self.graded(first, 6, a='no', b='yes')
        self.graded(second, 5, a='yes', b='partly')
        self.graded(third, 2, a='no', b='no')
        self.env.db_transaction(
            "UPDATE learning_attempt SET items=%s "
            "WHERE ticket=%s AND sub='learner-1'", (json.dumps(
                [{'id': 'b', 'label': 'B', 'verdict': 'no'}]), second))
        self.assertEqual(
            [(first, 'Point a', 6, 6), (second, 'Point b', 1, 5),
             (third, 'Point a', 2, 2), (third, 'Point b', 2, 2)],
            [(point.ticket, point.label, point.missed, point.answers)
             for point in missed_points(self.env, 'Databases')])
        page = self.page(self.author)
        self.assertIn('6 of 6 answers miss it</span>', page)
        self.assertIn('1 of 5 answers miss it, 4 make it in part', page)
        self.assertIn('2 of 2 answers miss it: too few to say much', page)

    def test_only_the_attempt_that_counts_is_read(self):
        first, = self.course(1)
        self.graded(first, 1, a='no')
        self.env.db_transaction("UPDATE learning_seat SET counting_attempt=2")
        self.assertEqual([], missed_points(self.env, 'Databases'))
        self.assertIn('No graded answer misses a point.',
                      self.page(self.author))

    def test_points_are_read_in_one_query(self):
        first, = self.course(1)
        self.graded(first, 6, a='no')
        self.assertEqual(1, self.count_queries(
            lambda: missed_points(self.env, 'Databases')))


class CoverageTestCase(CoursePageTestCase):

    def serve(self, *concepts):
        self.gateway.replies[CONCEPTS] = 200, {
            'subjects': ['Databases'], 'subject': 'Databases',
            'concepts': [{'name': name, 'chunks': chunks, 'aliases': aliases}
                         for name, chunks, aliases in concepts]}

    def test_concepts_without_a_question_are_named(self):
        self.ask('Isolation levels')
        self.serve(('isolation level', 3, []), ('lock', 2, []),
                   ('deadlock', 5, ['deadly embrace']))
        page = self.page(self.author)
        self.assertIn('The material teaches 3 concepts.', page)
        self.assertIn('1 of them are named in a question.', page)
        self.assertEqual(
            ['deadlock', 'lock'],
            re.findall(r'<span class="learning-label" dir="auto">(.*?)<',
                       page.split('No question names:')[1]))

    def test_concept_that_an_author_names_is_asked_about(self):
        self.ask('Levels', concepts=[u'Isolierung \xfcber Stufen'])
        self.serve((u'Isolierung \xfcber Stufen', 3, []), ('lock', 2, []))
        self.assertIn('1 of them are named in a question.',
                      self.page(self.author))

    def test_gateway_that_is_away_is_said_and_the_page_is_there(self):
        self.course(1)
        self.gateway.replies[CONCEPTS] = 503
        page = self.page(self.author)
        self.assertIn('Which concepts have a question cannot be shown now',
                      page)
        self.assertIn('1. Databases', page)

    def test_course_without_material_says_nothing_of_concepts(self):
        self.ask('Alone', 'Mine')
        self.serve(('lock', 1, []))
        self.assertNotIn('coverage-title', self.page(
            self.author, '/trac/learning/course/Mine'))

    def test_name_counts_as_whole_words_in_any_number_and_by_any_name(self):
        def missing(text, name, *aliases):
            return uncovered([{'name': name, 'chunks': 1,
                               'aliases': list(aliases)}], [text])
        for text, name in ((u'What are LOCKS?', 'lock'),
                           (u'A class', 'class'), (u'Read committed.',
                                                   'read committed'),
                           (u'a write-ahead log', 'write ahead log')):
            self.assertEqual([], missing(text, name))
        self.assertEqual([], missing(u'a deadly embrace', 'deadlock',
                                     'deadly embrace'))
        for text, name in ((u'blocking', 'lock'), (u'read it, committed',
                                                   'read committed'),
                           (u'', 'lock')):
            self.assertEqual([name], missing(text, name))


class QuestionListTestCase(CoursePageTestCase):

    def titles(self, query=''):
        return re.findall(r'dir="auto">#\d+ ([^<]*)', self.page(
            self.author, '/trac/learning/questions' + query))

    def test_authors_narrow_all_questions_and_learners_see_none(self):
        self.course(2)
        self.ask('Alone 100%_', '')
        self.ask('Of Ada', learner=ADA)
        self.assertEqual(['1. Databases', '2. Databases', 'Alone 100%_'],
                         self.titles())
        self.assertEqual(['1. Databases', '2. Databases'],
                         self.titles('?course=Databases'))
        self.assertEqual(['Of Ada'], self.titles('?audience=one'))
        self.assertEqual(['Alone 100%_'], self.titles('?q=%25_'))
        self.assertEqual(4, len(self.titles('?audience=')))
        self.assertEqual(403, self.ada.get(
            '/trac/learning/questions').status)

    def test_list_comes_in_pages(self):
        self.course(101)
        self.assertEqual(100, len(self.titles()))
        self.assertEqual(['101. Databases'], self.titles('?after=100'))


if __name__ == '__main__':
    unittest.main()
