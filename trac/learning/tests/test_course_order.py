# -*- coding: utf-8 -*-
"""The order of what a course holds."""

import unittest

from trac.ticket.model import Ticket

from learning.course_order import (DOCUMENT, QUESTION, CourseOrder, natural)
from learning.tests.question_case import QuestionTestCase


class NaturalTestCase(unittest.TestCase):

    def test_numbers_in_names_sort_as_numbers(self):
        names = ['10-keys', '2-rows', 'Part 10', 'part 9', u'\xe9', '']
        self.assertEqual(['', '2-rows', '10-keys', 'part 9', 'Part 10',
                          u'\xe9'], sorted(names, key=natural))


class Interrupted(object):
    """An environment in which something is done after each statement."""

    def __init__(self, env, do):
        self.env, self.do = env, do
        self.db_transaction = self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __call__(self, *statement):
        self.env.db_transaction(*statement)
        self.do()

    def executemany(self, statement, rows):
        with self.env.db_transaction as db:
            db.executemany(statement, rows)


class OrderTestCase(QuestionTestCase):

    def setUp(self):
        super(OrderTestCase, self).setUp()
        self.order = CourseOrder(self.env, DOCUMENT)

    def sorted(self, *names):
        return ''.join(self.order.sorted(names, lambda name: (
            'git' if name.islower() else '', name, name)))

    def test_what_has_a_place_comes_first_then_what_has_none_by_name(self):
        self.order.save('git', ['d', 'b'])
        self.assertEqual('dbacX', self.sorted('X', 'a', 'b', 'c', 'd'))

    def test_moving_changes_places_with_the_one_beside(self):
        self.assertTrue(self.order.move('git', list('abc'), 'c', -1))
        self.assertEqual('acb', self.sorted('a', 'b', 'c'))
        self.assertTrue(self.order.move('git', list('acb'), 'a', 1))
        self.assertEqual('cab', self.sorted('a', 'b', 'c'))

    def test_what_is_hidden_keeps_its_place_in_a_move_and_what_is_gone_not(
            self):
        self.order.save('git', list('axdb'))
        self.assertTrue(self.order.move('git', list('ab'), 'b', -1, 'd'))
        self.assertEqual({('git', 'b'): 0, ('git', 'd'): 1, ('git', 'a'): 2},
                         self.order.places())

    def test_what_is_hidden_stays_between_the_same_two_whatever_their_numbers(
            self):
        for item, place in zip('abcde', (9, 19, 29, 14, 39)):
            self.order.place('git', item, place)
        self.assertTrue(self.order.move('git', list('abce'), 'e', -1, 'd'))
        self.assertEqual('adbec', self.sorted(*'abcde'))

    def test_what_is_hidden_at_one_place_keeps_the_order_of_its_name(self):
        for item, place in zip('abcde', (1, 5, 5, 5, 9)):
            self.order.place('git', item, place)
        self.assertTrue(self.order.move('git', list('ae'), 'e', -1, 'bcd'))
        self.assertEqual('ebcda', self.sorted(*'abcde'))

    def test_two_that_put_a_course_in_order_at_once_leave_one_order(self):
        at_once = CourseOrder(Interrupted(
            self.env, lambda: self.order.save('git', list('ba'))), DOCUMENT)
        at_once.save('git', list('abc'))
        self.assertEqual('abc', self.sorted(*'abc'))

    def test_one_item_is_placed_and_the_others_stay(self):
        self.order.save('git', list('cb'))
        self.order.place('git', 'a', 1)
        self.order.place('git', 'c', 5)
        self.assertEqual({('git', 'a'): 1, ('git', 'b'): 1, ('git', 'c'): 5},
                         self.order.places())
        self.assertEqual('abc', self.sorted('a', 'b', 'c'))

    def test_item_that_is_placed_twice_at_once_has_one_place(self):
        at_once = CourseOrder(Interrupted(
            self.env, lambda: self.order.place('git', 'a', 1)), DOCUMENT)
        at_once.place('git', 'a', 1)
        at_once.place('git', 'a', 1)
        self.assertEqual({('git', 'a'): 1}, self.order.places())

    def test_deleted_ticket_leaves_no_place_to_the_next_of_its_number(self):
        order = CourseOrder(self.env, QUESTION)
        ticket = self.ticket()
        order.save('git', [ticket])
        Ticket(self.env, ticket).delete()
        self.assertEqual({}, order.places())

    def test_item_that_cannot_move_stays(self):
        for item, by in (('a', -1), ('c', 1), ('x', 1)):
            self.assertFalse(self.order.move('git', list('abc'), item, by))
        self.assertEqual({}, self.order.places())

    def test_another_course_and_another_kind_are_apart(self):
        self.order.save('other', ['b', 'a'])
        CourseOrder(self.env, QUESTION).save('git', ['b', 'a'])
        self.assertEqual('ab', self.sorted('b', 'a'))


if __name__ == '__main__':
    unittest.main()
