# -*- coding: utf-8 -*-

import ast
import importlib
import os.path
import pkgutil
import types
import unittest

from trac.core import ComponentMeta

import learning
from learning import components


def defining_modules():
    """The names of all modules that define a component."""
    for _importer, name, _is_package in pkgutil.walk_packages(
            learning.__path__, 'learning.'):
        if not name.startswith('learning.tests'):
            importlib.import_module(name)
    return {component.__module__ for component in ComponentMeta._components
            if component.__module__.startswith('learning.') and
            not component.__module__.startswith('learning.tests')}


def assigned_in_setup(name):
    """What setup.py calls so. (To import it would run it.)"""
    path = os.path.join(os.path.dirname(learning.__file__), '..', 'setup.py')
    with open(path) as source:
        for node in ast.parse(source.read()).body:
            if isinstance(node, ast.Assign) and \
                    node.targets[0].id == name:
                return ast.literal_eval(node.value)


class ComponentsTestCase(unittest.TestCase):

    def test_module_that_defines_a_component_is_listed(self):
        defining = defining_modules()
        listed = {value.__name__ for value in vars(components).values()
                  if isinstance(value, types.ModuleType)}
        self.assertEqual(set(), defining - listed)

    def test_module_that_defines_a_component_lies_in_a_group_of_setup(self):
        groups = {name.split('.')[1] for name in defining_modules()}
        self.assertEqual(sorted(groups), sorted(assigned_in_setup('GROUPS')))

    def test_worker_is_found_under_the_name_that_gunicorn_is_given(self):
        from gunicorn.util import load_class
        from learning.server.worker import Worker
        self.assertIs(Worker, load_class('learning.server.Worker'))


if __name__ == '__main__':
    unittest.main()
