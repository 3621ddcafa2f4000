"""Several results for one learner on one ticket: which of them is shown as the result, and told once."""

import json
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from traclearn_local.clients.browser_session import BrowserSession

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

OLDER = "A commit records a snapshot of the whole tree and points to its parent commits."
NEWER = "A commit is made at night, when the moon is full, by people who cannot sleep."
COMMENTS = (
    "SELECT newvalue FROM public.ticket_change WHERE ticket = %s AND field = 'comment'"
    " AND author = 'TracLearn' ORDER BY time"
)
LONG_AGO = "UPDATE public.learning_attempt SET phase_at = phase_at - 300000000 WHERE ticket = %s"
APPLIED = """
SELECT count(*) FROM learning.changes c JOIN public.learning_cursor k ON k.name = 'feed' AND k.cursor >= c.id
WHERE c.ticket_id = %s AND c.kind IN ('graded', 'overridden')
"""
"""Grades that Trac has read of, whatever became of them there."""


@pytest.fixture
def learner(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        yield visitor


@pytest.fixture
def author(stack):
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as visitor:
        yield visitor


@pytest.fixture
def ticket(stack):
    """A fresh question of the first learner's own."""
    return stack.ask(f"Again {uuid4().hex[:8]}", learner=stack.env["DEMO_LEARNER"])[0]


def comments(stack, ticket):
    return [row["newvalue"].split(".")[0] for row in stack.sql(COMMENTS, ticket)]


def progress(learner, ticket):
    """What the service tells the learner."""
    return learner.api("GET", f"/progress/{ticket}").raise_for_status().json()


def override(author, learner, ticket, **grade):
    """Sets the grade of the first attempt by hand."""
    stamp = {"event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat()}
    body = {**stamp, "learner": learner.sub, "attempt": 1, "revision": 1, **grade}
    reply = author.api("PUT", f"/progress/{ticket}/override", json=body)
    assert reply.status_code == 202, reply.text


def test_of_two_queued_answers_the_newer_is_the_result(stack, learner, ticket, page, sign_in):
    stack.supervisor("grader", "stop")
    try:
        learner.answer(ticket, OLDER)
        learner.wait(ticket, "queued")
        stack.sql(LONG_AGO, ticket)  # else the second one would be asked to wait
        learner.answer(ticket, NEWER)
        learner.wait(ticket, "queued")
    finally:
        stack.supervisor("grader", "start")
    learner.wait(ticket)
    stack.until(APPLIED, 2, ticket)
    told = sorted(re.findall(r"What counts now|\(answer \d+", text) for text in comments(stack, ticket))
    assert told == [["(answer 2"], ["What counts now", "(answer 1"]], "the older is told as what counts"
    result = progress(learner, ticket)
    scores = {each["attempt"]: each["score"] for each in result["attempts"]}
    assert (result["attempt"], result["last_answer"]) == (2, NEWER)
    assert result["answer_score"] == scores[2] < scores[1] == 1

    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    current = page.locator("#learning-attempts .learning-current")
    expect(current).to_contain_text("Your answer")
    page.get_by_text("1 earlier answer").click()
    earlier = page.locator(".learning-earlier .learning-attempt")
    expect(earlier).to_contain_text("Answer 1")
    expect(earlier.locator(".learning-score")).to_contain_text("100")
    expect(current.locator(".learning-score")).not_to_contain_text("100")


def test_a_persons_grade_stands_against_a_later_one_of_the_machine(stack, learner, author, ticket, page):
    learner.answer(ticket, NEWER)
    learner.wait(ticket)
    stack.until(APPLIED, 1, ticket)
    override(author, learner, ticket, score=0.75, feedback="I <b>know</b> what you mean. ''Ada''")
    stack.until(APPLIED, 2, ticket)
    said = comments(stack, ticket)
    assert len(said) == 2
    assert "to 75 % (answer 1, set by a person)" in said[1]
    graded_again(stack, learner, ticket)
    stack.until(APPLIED, 3, ticket)
    assert comments(stack, ticket) == said
    result = progress(learner, ticket)
    assert (result["answer_score"], result["person"], result["provisional"]) == (0.75, True, False)
    override(author, learner, ticket, score=0.5, feedback="Looked again.", revision=2)
    stack.until(APPLIED, 4, ticket)
    assert "to 50 % (answer 1, set by a person)" in comments(stack, ticket)[2]
    page.context.add_cookies([{"name": "trac_id", "value": learner.token, "url": stack.env["TRACLEARN_URL"]}])
    page.goto(f"/trac/ticket/{ticket}")
    current = page.locator("#learning-attempts .learning-current")
    expect(current).to_contain_text("set by a person")
    expect(current).to_contain_text("Looked again.")
    expect(current.locator(".learning-label", has_text="provisional")).to_have_count(0)


def graded_again(stack, learner, ticket):
    """The grader speaks once more of the same attempt, in a higher revision."""
    metadata = {
        "event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat(), "learner": learner.sub,
        "groups": [], "correlation_id": str(uuid4()), "causation_id": None,
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "producer": "traclearn.grader",
    }  # fmt: skip
    grade = {
        "ticket": ticket, "attempt": 1, "learner": learner.sub, "score": 0.1, "feedback": "No.",
        "items": [], "provisional": True, "confidence": 0.5, "needs_review": False, "flags": [],
        "sources": [], "question_revision": 1, "revision": 7, "grader": "offline",
    }  # fmt: skip
    entry = {
        "EventBusName": "traclearn", "Source": "traclearn.grader", "DetailType": "AnswerGraded.v1",
        "Detail": json.dumps({"metadata": metadata, "data": grade}),
    }  # fmt: skip
    assert stack.aws("events").put_events(Entries=[entry])["FailedEntryCount"] == 0
