"""A deployment replaces one program after another: whatever works meanwhile, each answer is graded once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from traclearn_local.clients.browser_session import BrowserSession

from .former import Former

pytestmark = [pytest.mark.stack, pytest.mark.timeout(280)]

TEXT = "A commit records a snapshot of the whole tree and points to its parents."
GRADED = "SELECT count(*) FROM public.learning_attempt WHERE ticket = ANY(%s) AND phase = 'graded'"
GRADES = (
    "SELECT ticket_id, count(*) AS grades FROM learning.grades WHERE ticket_id = ANY(%s) GROUP BY ticket_id"
)
COMMENTS = """
SELECT ticket, count(*) AS comments FROM public.ticket_change
WHERE ticket = ANY(%s) AND field = 'comment' AND author = 'TracLearn' GROUP BY ticket
"""
FEW, MANY = 4, 30


@pytest.fixture
def former(stack, tmp_path):
    former = Former(stack, tmp_path)
    yield former
    print(former.log())


@pytest.fixture
def learner(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        yield visitor


def answer_all(learner, tickets):
    for ticket in tickets:
        assert learner.answer(ticket, TEXT).is_redirect


def graded_once(stack, tickets):
    """Waits until Trac shows each grade; then there is one of each, and one comment."""
    stack.until(GRADED, len(tickets), tickets, seconds=120)
    for query in (GRADES, COMMENTS):
        assert [list(row.values())[1] for row in stack.sql(query, tickets)] == [1] * len(tickets)


def test_former_workers_and_todays_share_their_inboxes(stack, former, learner):
    tickets = asked(stack, "Side by side", MANY)
    with (
        ThreadPoolExecutor(1) as pool,
        former.worker("grader") as grader,
        former.worker("progress") as progress,
    ):
        answering = pool.submit(answer_all, learner, tickets)
        for name, process in (("grader", grader), ("progress", progress)):
            former.wait_for_work(name)
            process.kill()
        answering.result(120)
    graded_once(stack, tickets)


def test_former_trac_shows_what_todays_services_say(stack, former, learner):
    tickets = asked(stack, "Former Trac", FEW)
    with former.sync() as process:
        answer_all(learner, tickets)
        graded_once(stack, tickets)
        assert process.poll() is None


def asked(stack, summary, number):
    return stack.ask(*(f"{summary} {n}" for n in range(number)), learner=stack.env["DEMO_LEARNER"])
