"""An appeal through the front door and the queues: assessed, decided, opened again, refused the next time."""

import time
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.machine_client import MachineClient

pytestmark = pytest.mark.stack

ANSWER = "A commit records a snapshot of the whole tree. It names the ones before it."
REASON = "That it points to its parents is in my second sentence."
DECISION = "Your second sentence says it."
REFUSED = "SELECT reason FROM learning.changes WHERE kind = 'rejected' AND event_id = %s"
TIMEOUT_S = 60


@pytest.fixture
def learner(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as person:
        yield person


@pytest.fixture
def author(stack):
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as person:
        yield person


def stamp():
    return {"event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat()}


def say(person, ticket, what, **said):
    """The id of what the person says by API of the first attempt."""
    body = stamp() | {"attempt": 1} | said
    reply = person.api("PUT", f"/progress/{ticket}/{what}", json=body)
    assert reply.status_code == httpx.codes.ACCEPTED, reply.text
    return body["event_id"]


def attempt_once(learner, ticket, state):
    """The learner's first attempt, once its appeal is in this state."""
    deadline = time.monotonic() + TIMEOUT_S
    while True:
        (attempt,) = learner.api("GET", f"/progress/{ticket}").raise_for_status().json()["attempts"]
        if attempt["appeal"] and attempt["appeal"]["state"] == state:
            return attempt
        assert time.monotonic() < deadline, attempt
        time.sleep(0.2)


def test_appeal_is_assessed_decided_opened_again_and_refused_the_next_time(stack, learner, author):
    ticket = stack.ask(f"Appealed {uuid4().hex[:8]}", learner=learner.email)[0]
    learner.answer(ticket, ANSWER)
    learner.wait(ticket)
    (graded,) = learner.api("GET", f"/progress/{ticket}").json()["attempts"]
    appeal = say(learner, ticket, "appeal", grade=graded["grade"], reason=REASON)
    shown = attempt_once(learner, ticket, "with_author")["appeal"]
    assert (shown["id"], shown["why"], shown["reason"]) == (appeal, "no_second_voice", REASON)

    desk = author.api("GET", "/desk", params={"ticket": ticket}).raise_for_status().json()
    (answer,) = desk["answers"]
    assert (answer["learner"], answer["answer"], answer["why"]) == (learner.sub, ANSWER, "appealed")
    assert (answer["grade"]["id"], answer["appeal"]["id"]) == (graded["grade"], appeal)
    assert ticket in {each["ticket_id"] for each in author.api("GET", "/desk").json()["questions"]}
    assert learner.api("GET", "/desk").status_code == httpx.codes.FORBIDDEN

    grade = {"score": 1.0, "feedback": "All there.", "revision": 2, "reason": DECISION, "appeal": appeal}
    override = say(author, ticket, "override", learner=learner.sub, against=graded["grade"], **grade)
    decided = attempt_once(learner, ticket, "decided")
    assert (decided["score"], decided["appeal"]["answer"]) == (1.0, DECISION)
    assert author.api("GET", "/desk", params={"ticket": ticket}).json()["answers"] == []

    taken_back = {"ticket": ticket, "attempt": 1, "learner": learner.sub, "override": override}
    reply = MachineClient(stack.env).relay("OverrideWithdrawn.v1", author.sub, taken_back, groups=["authors"])
    assert reply.status_code == httpx.codes.ACCEPTED, reply.text
    opened = attempt_once(learner, ticket, "with_author")
    assert (opened["score"], opened["appeal"]["why"]) == (graded["score"], "author")

    time.sleep(1)  # the bus says when something came through the people's door in whole seconds
    again = say(learner, ticket, "appeal", grade=graded["grade"], reason="And again.")
    stack.until(REFUSED, "already_appealed", again)
