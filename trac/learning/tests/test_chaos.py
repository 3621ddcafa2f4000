# -*- coding: utf-8 -*-

import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest

from learning import chaos

PROGRAM = """
from learning import chaos
for n in range(3):
    chaos.point('other')
    chaos.point('applied')
print('alive')
"""


class ChaosTestCase(unittest.TestCase):

    def ends(self, at):
        return subprocess.call(
            [sys.executable, '-c', PROGRAM], stdout=open(os.devnull, 'w'),
            env=dict(os.environ, TRACLEARN_KILL_AT=at,
                     PYTHONPATH=os.pathsep.join(filter(None, sys.path))))

    def test_a_point_kills_only_when_told(self):
        for at, killed in (('', False), ('applied', True), ('applied:3', True),
                           ('applied:4', False), ('saved', False)):
            self.assertEqual(-signal.SIGKILL if killed else 0, self.ends(at))

    def test_an_order_is_obeyed_once(self):
        handle, path = tempfile.mkstemp()
        os.write(handle, 'applied\n')
        os.close(handle)
        self.assertEqual(-signal.SIGKILL, self.ends('@' + path))
        self.assertFalse(os.path.exists(path))
        self.assertEqual(0, self.ends('@' + path))

    def test_every_point_is_in_the_code(self):
        found = set()
        for folder, folders, names in os.walk(os.path.dirname(chaos.__file__)):
            if 'tests' in folders:
                folders.remove('tests')
            for name in names:
                if name.endswith('.py'):
                    with open(os.path.join(folder, name)) as source:
                        found.update(re.findall(r"chaos\.point\('(\w+)'\)",
                                                source.read()))
        self.assertEqual(set(chaos.POINTS), found)


if __name__ == '__main__':
    unittest.main()
