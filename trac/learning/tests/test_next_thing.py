# -*- coding: utf-8 -*-
"""The one thing that a learner does next."""

import unittest

from trac.perm import DefaultPermissionPolicy, PermissionSystem

from learning import timestamps
from learning.course_order import QUESTION, CourseOrder
from learning.paths.acceptance import Acceptance
from learning.paths.step import read_steps
from learning.tests.course_case import CourseTestCase
from learning.tests.path_case import OTHER_PATH, step
from learning.tests.test_path_accept import USER
from learning.tests.test_paths import ADA
from learning.tests.test_reviews import HOUR, review
from learning.users.account import Accounts

DAY = timestamps.DAY


class CoursesTestCase(CourseTestCase):

    def test_learner_without_anything_has_nothing_next(self):
        self.assertIsNone(self.next())

    def test_course_begins_with_its_first_question(self):
        first = self.course()[0]
        found = self.next()
        self.assertEqual(('question', first, '1. Databases', 'Databases',
                          '/trac.cgi/ticket/%d#learning' % first),
                         (found.kind, found.ticket, found.title,
                          found.course, found.href))
        self.assertEqual('Question 1 of 3 in <bdi>Databases</bdi>.',
                         unicode(found.reason))

    def test_question_2_comes_before_question_10(self):
        tickets = {n: self.ask('Question %d' % n) for n in (10, 2)}
        self.assertEqual(('question', tickets[2]), self.next_ticket())

    def test_order_of_an_author_wins_and_the_rest_follows(self):
        first, second, third = self.course()
        CourseOrder(self.env, QUESTION).save('Databases', [third, first])
        self.assertEqual(('question', third), self.next_ticket())
        self.answer(third, score=1.)
        self.answer(first, score=1.)
        self.assertEqual(('question', second), self.next_ticket())

    def test_after_an_answer_the_next_of_the_course_comes_then_the_first(
            self):
        first, second, third = self.course()
        self.ask('Other', 'Algebra')
        self.assertEqual(('question', third), self.next_ticket(second))
        self.answer(third, phase='queued')
        self.assertEqual(('question', first), self.next_ticket(third))

    def test_answer_that_waits_for_its_grade_is_not_next(self):
        first, = self.course(1)
        self.answer(first, phase='grading')
        self.assertIsNone(self.next())

    def test_answer_that_could_not_be_graded_is_next_again(self):
        first, = self.course(1)
        self.answer(first, phase='ungradable')
        self.assertEqual(('question', first), self.next_ticket())

    def test_course_last_worked_on_comes_first_and_a_question_alone_last(
            self):
        self.ask('Without', '')
        self.ask('A', 'Algebra')
        first, second, _third = self.course()
        self.assertEqual('Algebra', self.next().course)
        self.answer(first, score=1.)
        self.assertEqual(('question', second), self.next_ticket())

    def test_closed_question_is_not_next(self):
        first, second = self.course(2)
        self.close(first)
        self.assertEqual(('question', second), self.next_ticket())
        self.close(second)
        self.assertIsNone(self.next())

    def test_question_of_another_learner_is_not_next(self):
        self.ask('Of Bob', learner='somebody')
        self.assertIsNone(self.next())

    def test_who_may_not_answer_has_nothing_next(self):
        self.course()
        PermissionSystem(self.env).revoke_permission('cognito',
                                                     'LEARNING_ANSWER')
        DefaultPermissionPolicy(self.env).permission_cache.clear()
        self.assertIsNone(self.next())

    def test_question_that_is_due_soon_comes_before_all(self):
        now = timestamps.now()
        self.course()
        later = self.ask('Later', due_at=now + DAY)
        sooner = self.ask('Sooner', due_at=now - DAY)
        self.ask('In a week', due_at=now + 7 * DAY)
        found = self.next()
        self.assertEqual(('due', sooner), (found.kind, found.ticket))
        self.assertIn('It was due <time ',
                      unicode(found.reason))
        self.assertIn('and is still taken', unicode(found.reason))
        self.answer(sooner, score=.1)
        self.assertEqual(('due', later), self.next_ticket())

    def test_lowest_score_is_improved_when_nothing_else_is_left(self):
        first, second, third = self.course()
        for ticket, score in ((first, .7), (second, .3), (third, .8)):
            self.answer(ticket, score=score)
        found = self.next()
        self.assertEqual(('improve', second), (found.kind, found.ticket))
        self.assertEqual('You have 30 %: improve your answer.',
                         unicode(found.reason))
        self.assertEqual(('improve', first), self.next_ticket(second))
        self.answer(second, 2, score=1.)
        self.answer(first, 2, score=1.)
        self.assertIsNone(self.next())

    def test_nobody_is_sent_to_improve_without_an_attempt_left(self):
        only = self.ask('Once', max_attempts=1)
        self.answer(only, score=.2)
        self.assertIsNone(self.next())
        self.env.db_transaction(
            "INSERT INTO learning_grant (ticket, sub, at, attempts, "
            "granted_by) VALUES (%s, %s, 1, 1, 'author')", (only, ADA))
        self.assertEqual(('improve', only), self.next_ticket())


class PathsTestCase(CourseTestCase):

    def test_first_ready_step_comes_before_courses(self):
        self.course()
        steps = self.accepted()
        found = self.next()
        self.assertEqual(('step', steps[1], 'Transaction'),
                         (found.kind, found.ticket, found.title))
        self.assertEqual(u'The next step of your path “<bdi>How isolation '
                         u'levels work</bdi>”.', unicode(found.reason))

    def test_step_that_was_unlocked_comes_after_the_one_it_needs(self):
        steps = self.accepted()
        self.assertEqual(('step', steps[3]), self.next_ticket(steps[1]))
        self.answer(steps[1], score=.9)
        self.assertEqual(('step', steps[2]), self.next_ticket(steps[1]))

    def test_step_of_a_path_is_no_question_without_a_course(self):
        steps = self.accepted()
        for ticket in steps.values():
            self.answer(ticket, score=.9)
        self.assertIsNone(self.next())

    def test_path_last_worked_on_comes_first(self):
        self.accepted()
        self.tell(ADA, path=OTHER_PATH, steps=[
            step(n, concept, path=OTHER_PATH)
            for n, concept in enumerate(('index', 'plan'), 1)])
        Acceptance(self.env).accept(
            OTHER_PATH, Accounts(self.env).of_user(USER),
            [one.step for one in read_steps(self.path(OTHER_PATH).document)])
        other = self.tickets(OTHER_PATH)
        self.answer(other[1], score=.9)
        self.assertEqual(('step', other[2]), self.next_ticket())

    def test_due_review_comes_before_steps_and_behind_what_is_due(self):
        steps = self.accepted()
        self.answer(steps[1], score=.9)
        self.tell_change(ADA, 'review', ticket=steps[1], review=review())
        found = self.next()
        self.assertEqual(('review', steps[1]), (found.kind, found.ticket))
        self.assertIn('answer it again before you forget it',
                      unicode(found.reason))
        due = self.ask('Due', due_at=timestamps.now())
        self.assertEqual(('due', due), self.next_ticket())

    def test_review_waits_while_a_course_is_being_worked_on(self):
        steps = self.accepted()
        self.answer(steps[1], score=.9)
        self.tell_change(ADA, 'review', ticket=steps[1], review=review())
        first, second = self.course(2)
        self.answer(first, score=1.)
        self.assertEqual(('question', second), self.next_ticket(first))
        self.answer(second, score=1.)
        self.assertEqual(('review', steps[1]), self.next_ticket(second))

    def test_review_that_comes_later_is_not_next(self):
        steps = self.accepted()
        for ticket in steps.values():
            self.answer(ticket, score=.9)
        self.tell_change(ADA, 'review', ticket=steps[1],
                         review=review(due_s=HOUR))
        self.assertIsNone(self.next())


class QueriesTestCase(CourseTestCase):

    def test_queries_are_as_many_for_many_questions_as_for_few(self):
        self.accepted()
        self.course(2, 'Few')
        few = self.count_queries(self.next)
        for n in range(12):
            for ticket in self.course(5, 'Course %d' % n)[:2]:
                self.answer(ticket, score=.3)
        self.assertEqual(few, self.count_queries(self.next))
        self.assertLessEqual(few, 12)


if __name__ == '__main__':
    unittest.main()
