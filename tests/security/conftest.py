"""The demo accounts at the front door, for the tests of one module."""

import pytest
from traclearn_local.visitor import Visitor


@pytest.fixture(scope="module")
def learner(stack):
    with Visitor(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def other(stack):
    """Another learner."""
    with Visitor(stack.env, stack.env["DEMO_LEARNER_2"]) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def author(stack):
    with Visitor(stack.env, stack.env["DEMO_AUTHOR"]) as visitor:
        yield visitor
