"""A ticket is deleted while learners have results on it: Trac forgets it, the ledger does not."""

from uuid import uuid4

import pytest
from traclearn_local.clients.browser_session import BrowserSession

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TEXT = "A commit records a snapshot of the whole tree and points to its parent commits."
PLUGIN = ("outbox", "seat", "attempt", "applied", "question")
LEARNING = ("progress", "attempts")


@pytest.fixture
def learner(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        yield visitor


@pytest.fixture
def ticket(stack):
    """A fresh question of the first learner's own."""
    return stack.ask(f"Gone {uuid4().hex[:8]}", learner=stack.env["DEMO_LEARNER"])[0]


def count(stack, table, ticket, column="ticket"):
    return stack.sql(f"SELECT count(*) FROM {table} WHERE {column} = %s", ticket)[0]["count"]


def graded(stack, learner, ticket):
    learner.answer(ticket, TEXT)
    learner.wait(ticket)
    stack.until("SELECT count(*) FROM public.learning_applied WHERE ticket = %s", 1, ticket)


def forgotten(stack, learner, ticket):
    for table in LEARNING:
        assert count(stack, f"learning.{table}", ticket, "ticket_id") == 0, table
    assert count(stack, "learning.grades", ticket, "ticket_id") == 1
    for path in (f"/trac/ticket/{ticket}", f"/trac/learning/state/{ticket}"):
        assert learner.http.get(path).status_code == 404
    assert f"/ticket/{ticket}#" not in learner.http.get("/trac/learning").raise_for_status().text


def goes_on(stack, learner):
    (next_ticket,) = stack.ask(f"After {uuid4().hex[:8]}")
    learner.answer(next_ticket, TEXT)
    learner.wait(next_ticket)


def test_ticket_deleted_in_trac_leaves_no_trace_and_learning_goes_on(stack, learner, ticket):
    graded(stack, learner, ticket)
    stack.trac_admin("ticket", "remove", str(ticket))
    for table in PLUGIN:
        assert count(stack, f"public.learning_{table}", ticket) == 0, table
    forgotten(stack, learner, ticket)
    goes_on(stack, learner)


def test_ticket_deleted_by_sql_leaves_no_trace_and_learning_goes_on(stack, learner, ticket):
    """What Trac's own code or a plugin does without telling anybody."""
    graded(stack, learner, ticket)
    stack.sql("DELETE FROM public.ticket WHERE id = %s", ticket, role="trac")
    forgotten(stack, learner, ticket)
    goes_on(stack, learner)


@pytest.mark.parametrize("stopped", ["grader", "progress", "trac-sync"])
def test_ticket_deleted_while_an_answer_is_on_its_way_stays_deleted(stack, learner, ticket, stopped):
    stack.supervisor(stopped, "stop")
    try:
        learner.answer(ticket, TEXT)
        if stopped == "trac-sync":
            stack.until("SELECT phase FROM learning.attempts WHERE ticket_id = %s", "graded", ticket)
        stack.trac_admin("ticket", "remove", str(ticket))
    finally:
        stack.supervisor(stopped, "start")
    stack.until("SELECT count(*) FROM learning.grades WHERE ticket_id = %s", 1, ticket)
    goes_on(stack, learner)
    forgotten(stack, learner, ticket)
