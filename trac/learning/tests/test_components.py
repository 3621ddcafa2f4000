# -*- coding: utf-8 -*-

import importlib
import pkgutil
import types
import unittest

from trac.core import ComponentMeta

import learning
from learning import components


class ComponentsTestCase(unittest.TestCase):

    def test_module_that_defines_a_component_is_listed(self):
        for _importer, name, _is_package in pkgutil.walk_packages(
                learning.__path__, 'learning.'):
            if not name.startswith('learning.tests'):
                importlib.import_module(name)
        defining = {component.__module__
                    for component in ComponentMeta._components
                    if component.__module__.startswith('learning.') and
                    not component.__module__.startswith('learning.tests')}
        listed = {value.__name__ for value in vars(components).values()
                  if isinstance(value, types.ModuleType)}
        self.assertEqual(set(), defining - listed)

    def test_worker_is_found_under_the_name_that_gunicorn_is_given(self):
        from gunicorn.util import load_class
        from learning.server.worker import Worker
        self.assertIs(Worker, load_class('learning.server.Worker'))


if __name__ == '__main__':
    unittest.main()
