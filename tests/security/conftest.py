"""The demo accounts at the front door, for the tests of one module."""

import time

import pytest
from traclearn_local.clients.browser_session import BrowserSession

PERMISSIONS_KEPT_S = 20
"""Trac keeps what a person may do for 5 seconds."""


@pytest.fixture(scope="module")
def learner(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def permissive_trac(stack):
    """Whoever signed in edits pages and tickets, as in a Trac that was there before TracLearn."""
    actions = ("TICKET_CREATE", "TICKET_MODIFY", "WIKI_CREATE", "WIKI_MODIFY")
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        stack.trac_admin("permission", "add", "authenticated", *actions)
        wait_until_noticed(visitor, 200)
        yield
        stack.trac_admin("permission", "remove", "authenticated", *actions)
        wait_until_noticed(visitor, 403)


def wait_until_noticed(visitor, status):
    """Both processes of Trac keep permissions for a while: several answers in a row must agree."""
    deadline, agreed = time.monotonic() + PERMISSIONS_KEPT_S, 0
    while agreed < 8:
        agreed = agreed + 1 if visitor.http.get("/trac/newticket").status_code == status else 0
        assert time.monotonic() < deadline, "Trac did not notice the permissions"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def other(stack):
    """Another learner."""
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER_2"]) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def author(stack):
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as visitor:
        yield visitor
