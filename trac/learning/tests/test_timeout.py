# -*- coding: utf-8 -*-

import os
import time
import unittest

from learning.errors import CallTimeout
from learning.gateway.timeout import call_within


class TimeoutTestCase(unittest.TestCase):

    def test_call_that_ends_gives_its_value_or_error(self):
        self.assertEqual(7, call_within(5, lambda: 7))
        self.assertRaises(ZeroDivisionError, call_within, 5, lambda: 1 / 0)

    def test_call_that_takes_too_long_is_left_and_no_file_stays_open(self):
        def files():
            return len(os.listdir('/proc/self/fd'))
        before, began = files(), time.time()
        self.assertRaises(CallTimeout, call_within, 0.05,
                          lambda: time.sleep(0.2))
        self.assertLess(time.time() - began, 0.15)
        time.sleep(0.3)
        self.assertEqual(before, files())

    def test_call_that_ends_is_noticed_at_once(self):
        began = time.time()
        for _ in range(20):
            call_within(5, lambda: time.sleep(0.003))
        self.assertLess(time.time() - began, 0.5)


if __name__ == '__main__':
    unittest.main()
