# -*- coding: utf-8 -*-

import os
import time
import unittest

from learning.deadline import DeadlineExceeded, within


class DeadlineTestCase(unittest.TestCase):

    def test_value_and_error(self):
        self.assertEqual(7, within(5, lambda: 7))
        self.assertRaises(ZeroDivisionError, within, 5, lambda: 1 / 0)

    def test_it_does_not_wait_and_leaves_no_file_open(self):
        def files():
            return len(os.listdir('/proc/self/fd'))
        before, began = files(), time.time()
        self.assertRaises(DeadlineExceeded, within, 0.05,
                          lambda: time.sleep(0.2))
        self.assertLess(time.time() - began, 0.15)
        time.sleep(0.3)
        self.assertEqual(before, files())

    def test_an_end_is_noticed_at_once(self):
        began = time.time()
        for _ in range(20):
            within(5, lambda: time.sleep(0.003))
        self.assertLess(time.time() - began, 0.5)


if __name__ == '__main__':
    unittest.main()
