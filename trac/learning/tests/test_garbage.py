# -*- coding: utf-8 -*-
"""How often a process under `learning.server.Worker` collects garbage."""

import gc
import unittest
import weakref

from trac.web import main

from learning.server.garbage import (COLLECT_EVERY_S, SeldomCollector,
                                     collect_seldom)


class Knot(object):

    def __init__(self):
        self.itself = self


class GarbageTestCase(unittest.TestCase):

    def setUp(self):
        self.now = 1000
        self.seldom = SeldomCollector(lambda: self.now)

    def knot(self):
        """A weak reference to what only a collection frees."""
        return weakref.ref(Knot())

    def test_requests_soon_after_a_collection_collect_nothing(self):
        self.seldom.collect()
        gc.disable()
        try:
            knot = self.knot()
            self.now += COLLECT_EVERY_S - 1
            self.assertEqual(0, self.seldom.collect())
            self.assertIsNotNone(knot())
        finally:
            gc.enable()

    def test_a_request_after_the_pause_collects(self):
        self.seldom.collect()
        knot = self.knot()
        self.now += COLLECT_EVERY_S
        self.assertGreater(self.seldom.collect(), 0)
        self.assertIsNone(knot())

    def test_what_trac_asks_else_is_answered(self):
        self.assertIs(gc.garbage, self.seldom.garbage)

    def test_trac_asks_what_stands_in(self):
        """`trac.web.main` has the name that is replaced."""
        self.assertIs(gc, main.gc)
        try:
            collect_seldom()
            self.assertIsInstance(main.gc, SeldomCollector)
        finally:
            main.gc = gc
