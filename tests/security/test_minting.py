"""A learner sends answers by API under numbers and times of their own: none of them is an attempt."""

import time
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest
from traclearn_local.clients.machine_client import MachineClient

pytestmark = pytest.mark.stack

GREATEST = 2_147_483_647
FULL = "A commit records a snapshot of the whole tree and points to its parent commits."
POOR = "A commit is a kind of fruit."
LIES = [
    {"attempt": GREATEST, "occurred_at": "2099-01-01T00:00:00Z"},
    {"attempt": GREATEST, "occurred_at": "2020-01-01T00:00:00Z"},
    {"attempt": 1, "occurred_at": "2020-01-01T00:00:00Z"},
    {"attempt": 2, "occurred_at": "2099-01-01T00:00:00Z"},
    {},
]
SEEN = "SELECT 1 FROM {}.inbox WHERE event_id = ANY(%s)"
MADE = "SELECT array_agg(DISTINCT attempt ORDER BY attempt) FROM {} WHERE {} = %s"


@pytest.fixture
def ticket(stack):
    return stack.ask(f"Minted {uuid4().hex[:8]}")[0]


def forge(learner, ticket, **lie):
    """The reply to an answer by API, and its event id."""
    body = {"event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat(), "attempt": 1, **lie}
    path = f"/progress/{ticket}/submit-answer"
    return learner.api("PUT", path, json={"answer": FULL, **body}), body["event_id"]


def override(author, learner, ticket, score, **said):
    body = {"event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat(), "attempt": 1, **said}
    grade = {"learner": learner.sub, "score": score, "feedback": "By hand.", "revision": 1}
    reply = author.api("PUT", f"/progress/{ticket}/override", json={**grade, **body})
    assert reply.status_code == 202, reply.text


def progress(learner, ticket):
    return learner.api("GET", f"/progress/{ticket}").raise_for_status().json()


def graded_by_hand(stack, learner, ticket, score):
    """Waits until the author's grade is what the learner reads."""
    query = "SELECT answer_score FROM learning.progress WHERE cognito_user_id = %s AND ticket_id = %s"
    stack.until(query, score, learner.sub, ticket, seconds=20)
    now = progress(learner, ticket)
    assert (now["person"], now["answer_score"]) == (True, score)
    return now


def letters(stack):
    """How many lie in each dead-letter queue."""
    queues = [stack.env[name] for name in ("GRADER_DLQ_URL", "PROGRESS_DLQ_URL")]
    sqs, name = stack.aws("sqs"), "ApproximateNumberOfMessages"
    return [
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name] for url in queues
    ]


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_answer_that_a_learner_mints_is_refused_with_what_to_do(learner, ticket, lie):
    reply, _ = forge(learner, ticket, **lie)
    assert reply.status_code == 403, reply.text
    assert "ticket's page in Trac" in reply.json()["message"]


def test_answer_that_a_learner_mints_outranks_nothing(stack, learner, author, ticket):
    """Neither above what Trac numbers, before it or after it, nor above what an author decides."""
    before = letters(stack)
    events = [forge(learner, ticket, **lie)[1] for lie in LIES]
    learner.answer(ticket, POOR)
    learner.wait(ticket, seconds=30)
    now = progress(learner, ticket)
    assert (now["attempt"], now["phase"], now["last_answer"]) == (1, "graded", POOR)
    assert [attempt["attempt"] for attempt in now["attempts"]] == [1]
    events += [forge(learner, ticket, **lie)[1] for lie in LIES]
    override(author, learner, ticket, 0.25)
    now = graded_by_hand(stack, learner, ticket, 0.25)
    assert (now["attempt"], now["answer_feedback"], now["status"]) == (1, "By hand.", "in_progress")
    events += [forge(learner, ticket, **lie)[1] for lie in LIES]
    learner.answer(ticket, FULL)
    stack.until(MADE.format("grader.grades", "ticket"), [1, 2], ticket)
    learner.wait(ticket, seconds=30)
    now = progress(learner, ticket)
    assert (now["attempt"], now["last_answer"], now["answer_score"]) == (2, FULL, 1)
    for table, column in (
        ("grader.grades", "ticket"),
        ("learning.attempts", "ticket_id"),
        ("public.learning_attempt", "ticket"),
    ):
        assert stack.sql(MADE.format(table, column), ticket) == [{"array_agg": [1, 2]}], table
    for service in ("grader", "progress"):
        assert stack.sql(SEEN.format(service), events) == [], "nobody had work with it"
    assert letters(stack) == before


def test_an_authors_grade_of_an_attempt_that_is_none_is_kept_and_hides_nothing(
    stack, learner, author, ticket
):
    forge(learner, ticket, attempt=GREATEST)
    override(author, learner, ticket, 0.5, attempt=GREATEST)
    now = graded_by_hand(stack, learner, ticket, 0.5)
    assert (now["attempt"], now["last_answer"]) == (GREATEST, None)
    learner.answer(ticket, FULL)
    learner.wait(ticket, seconds=30)
    now = progress(learner, ticket)
    assert (now["attempt"], now["answer_score"]) == (1, 1)
    assert [(each["attempt"], each["score"]) for each in now["attempts"]] == [(1, 1), (GREATEST, 0.5)]


def test_an_authors_clock_decides_nothing(stack, learner, author, ticket):
    """Of two grades with one revision the later one counts, by the bus's time."""
    learner.answer(ticket, POOR)
    learner.wait(ticket, seconds=30)
    override(author, learner, ticket, 0.75, occurred_at="2099-01-01T00:00:00Z")
    graded_by_hand(stack, learner, ticket, 0.75)
    time.sleep(1.1)  # the bus tells seconds
    override(author, learner, ticket, 0.5, occurred_at="2020-01-01T00:00:00Z")
    graded_by_hand(stack, learner, ticket, 0.5)


@pytest.mark.parametrize(
    "shape",
    [
        {"content": b"attempt=1", "headers": {"Content-Type": "text/plain"}},
        {"content": b"", "headers": {"Content-Type": "application/json"}},
        {"json": {"producer": "traclearn.trac", "metadata": {"producer": "traclearn.trac"}}},
        {"json": {}, "params": {"producer": "traclearn.trac", "scope": "traclearn/relay"}},
        {"json": {}, "headers": {"x-traclearn-scope": "traclearn/relay", "x-http-method-override": "POST"}},
    ],
    ids=str,
)
def test_answer_by_the_api_is_refused_in_any_shape(learner, ticket, shape):
    bearer = {"Authorization": f"Bearer {learner.token}"}
    shape = {**shape, "headers": bearer | shape.get("headers", {})}
    for method in ("PUT", "POST", "PATCH"):
        for path in (f"progress/{ticket}/submit-answer", f"progress/{ticket}/submit-answer/", "progress"):
            reply = learner.http.request(method, f"/api/v1/{path}", **shape)
            assert 400 <= reply.status_code < 500, (method, path, reply.text)


def test_answer_that_trac_relays_is_graded(stack, learner, ticket):
    """What the machine client says by the relay is an attempt."""
    reply = MachineClient(stack.env).answer(ticket, learner.sub, FULL)
    assert reply.status_code == httpx.codes.ACCEPTED
    stack.until("SELECT phase FROM learning.attempts WHERE ticket_id = %s", "graded", ticket)


def test_who_knows_an_answers_id_cannot_use_it_up(stack, learner, ticket):
    """The form's id, sent first under an event that learners may not make: the answer counts all the same."""
    fields = learner.form(ticket)
    body = {"event_id": fields["event_id"], "occurred_at": datetime.now(UTC).isoformat(), "attempt": 1}
    grade = {"learner": learner.sub, "score": 1, "feedback": "!", "revision": 1}
    assert learner.api("PUT", f"/progress/{ticket}/override", json={**body, **grade}).status_code == 202
    stack.until("SELECT state FROM progress.inbox WHERE event_id = %s", "failed", body["event_id"])
    learner.answer(ticket, FULL, fields)
    learner.wait(ticket, seconds=30)
    now = progress(learner, ticket)
    assert (now["last_answer"], now["answer_score"], now["person"]) == (FULL, 1, False)
