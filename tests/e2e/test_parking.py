"""What comes through the front door by API: too early, for others, from nobody, from whoever may not."""

import base64
import http.client
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.machine_client import MachineClient

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TEXT = "A commit records a snapshot of the whole tree and points to its parent commits."
PHASE = "SELECT phase FROM learning.attempts WHERE ticket_id = %s"
PARKED = "SELECT state FROM grader.inbox WHERE event_id = %s"
ECHO = (
    "SELECT kind || coalesce(' ' || reason, '') FROM learning.changes"
    " WHERE event_id = %s AND kind <> 'grading_started'"
)


class Caller:
    """Speaks to `/api/v1` with a token, or without one. An answer of theirs is sent on by Trac."""

    def __init__(self, stack, token=None, **headers):
        self.stack, self.token = stack, token
        authorization = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(
            base_url=stack.env["TRACLEARN_URL"], headers={**authorization, **headers}, timeout=30
        )

    def send(self, method, path, **body):
        stamp = {"event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat()}
        return self.http.request(method, f"/api/v1/{path}", json={**stamp, **body})

    def answer(self, ticket, attempt=1, text=TEXT):
        reply = MachineClient(self.stack.env).answer(ticket, sub(self.token), text, attempt)
        assert reply.status_code == 202, reply.text
        return reply.json()["event_id"]

    def progress(self, ticket):
        return self.http.get(f"/api/v1/progress/{ticket}")


@pytest.fixture
def visitor(stack):
    """`visitor("LEARNER")` is that demo account at the front door."""
    opened = []

    def enter(who):
        opened.append(BrowserSession(stack.env, stack.env[f"DEMO_{who}"]))
        return opened[-1]

    yield enter
    for each in opened:
        each.http.close()


@pytest.fixture
def caller(stack):
    """`caller(token)` or `caller()`; closed when the test is over."""
    opened = []

    def call(token=None, **headers):
        opened.append(Caller(stack, token, **headers))
        return opened[-1]

    yield call
    for each in opened:
        each.http.close()


@pytest.fixture
def learner(caller, visitor):
    return caller(visitor("LEARNER").token)


@pytest.fixture
def learner_2(caller, visitor):
    return caller(visitor("LEARNER_2").token)


@pytest.fixture
def bare_ticket(stack):
    """A ticket that asks nothing."""
    summary = f"Bare {uuid4().hex[:8]}"
    (row,) = stack.sql(
        "INSERT INTO public.ticket (type, time, changetime, reporter, status, summary)"
        " VALUES ('task', 1, 1, 'test', 'new', %s) RETURNING id", summary)  # fmt: skip
    return row["id"]


def question(ticket, **changes):
    item = {"id": "1", "criterion": "A commit records a snapshot of the whole tree"}
    return {
        "ticket": ticket, "revision": 1, "question": "What does a commit record?", "reference": TEXT,
        "rubric": [item], "learner": None, "sources": [], **changes,
    }  # fmt: skip


def sub(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"]


def test_an_answer_before_its_question_waits_for_it(stack, visitor, learner, bare_ticket, caller):
    event = learner.answer(bare_ticket)
    stack.until(PARKED, "parked", event)
    stack.until(PHASE, "queued", bare_ticket)
    before = learner.progress(bare_ticket).json()
    assert (before["phase"], before["answer_score"], before["last_answer"]) == ("queued", None, TEXT)
    author = caller(visitor("AUTHOR").token)
    assert author.send("POST", "questions", **question(bare_ticket)).status_code == 202
    stack.until(PHASE, "graded", bare_ticket)
    after = learner.progress(bare_ticket).json()
    assert (after["phase"], after["attempt"], after["status"]) == ("graded", 1, "completed")
    assert after["answer_score"] == 1
    assert stack.sql(PARKED, event) == [{"state": "done"}]


def test_anothers_ticket_refuses_and_counts_for_nobody(stack, learner, learner_2):
    (ticket,) = stack.ask(f"Own {uuid4().hex[:8]}", learner=stack.env["DEMO_LEARNER"])
    event = learner_2.answer(ticket)
    stack.until(ECHO, "rejected not_yours", event)
    stack.until("SELECT state FROM grader.inbox WHERE event_id = %s", "done", event)
    refused = learner_2.progress(ticket).json()
    assert (refused["phase"], refused["status"], refused["answer_score"]) == ("rejected", "not_started", None)
    assert learner.progress(ticket).status_code == 404
    assert stack.sql("SELECT 1 FROM learning.grades WHERE ticket_id = %s", ticket) == []
    assert stack.sql("SELECT 1 FROM public.learning_attempt WHERE ticket = %s", ticket) == []


def test_an_unknown_ticket_ends_with_a_rejection(stack, learner):
    ticket = 888_888_888
    event = learner.answer(ticket)
    stack.until(ECHO, "rejected unknown_ticket", event)
    assert learner.progress(ticket).status_code == 404


def test_progress_of_a_learner_is_seen_by_no_other(stack, learner, learner_2):
    (ticket,) = stack.ask(f"Seen {uuid4().hex[:8]}")
    learner.answer(ticket)
    stack.until(PHASE, "graded", ticket)
    assert learner_2.progress(ticket).status_code == 404
    forged = {"x-traclearn-learner": sub(learner.http.headers["Authorization"])}
    assert learner_2.http.get(f"/api/v1/progress/{ticket}", headers=forged).status_code == 404
    listed = learner_2.http.get("/api/v1/progress").json()["progress"]
    assert ticket not in [entry["ticket_id"] for entry in listed]
    told = learner.progress(ticket).text
    assert "criterion" not in told
    assert "reference" not in told


def tampered(token):
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps(claims | {"cognito:groups": ["authors"]}).encode())
    yield f"{head}.{forged.rstrip(b'=').decode()}.{signature}"
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
    yield f"{none}.{body}."
    yield f"{head}.{body}."
    yield "rubbish"


ROUTES = [
    ("GET", "progress"),
    ("GET", "progress/1"),
    ("PUT", "progress/1/submit-answer"),
    ("PUT", "progress/1/override"),
    ("POST", "questions"),
    ("POST", "relay"),
    ("GET", "changes?after=0"),
]


def test_routes_without_a_good_token_are_401(stack, visitor, caller):
    token = visitor("LEARNER").token
    callers = [caller(), *(caller(forged) for forged in tampered(token))]
    callers += [caller(Cookie=f"trac_id={token}")]
    for stranger in callers:
        for method, path in ROUTES:
            reply = stranger.send(method, path)
            assert reply.status_code == 401, (path, reply.text)
            assert list(reply.json()) == ["message"]


def test_a_token_for_something_else_is_refused(stack, visitor, caller):
    """The machine's token for a learner's routes, a learner's for the machine's."""
    machine, learner = caller(MachineClient(stack.env).token), caller(visitor("LEARNER").token)
    for somebody, routes in ((machine, ROUTES[:5]), (learner, ROUTES[5:])):
        for method, path in routes:
            reply = somebody.send(method, path)
            assert reply.status_code in (401, 403), (path, reply.text)
            assert list(reply.json()) == ["message"]


RELAY = [
    "relay",
    "relay/",
    "/relay",
    "./relay",
    "progress/../relay",
    "%72elay",
    "progress%2f..%2frelay",
    "Relay",
]


def test_a_learner_cannot_relay(stack, visitor, learner, caller):
    (ticket,) = stack.ask(f"Relay {uuid4().hex[:8]}", learner=stack.env["DEMO_LEARNER_2"])
    other = sub(visitor("LEARNER_2").token)
    claims = {
        "x-traclearn-client": stack.env["COGNITO_MACHINE_CLIENT_ID"],
        "x-traclearn-scope": "traclearn/relay",
    }
    body = {
        "learner": other, "groups": ["authors"], "detail_type": "AnswerSubmitted.v1",
        "data": {"ticket": ticket, "attempt": 1, "answer": "not mine"},
    }  # fmt: skip
    learner.http.headers.update(claims)
    for path in RELAY:
        stamp = {"event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat()}
        url = f"{stack.env['TRACLEARN_URL']}/api/v1/{path}"
        reply = raw_post(url, dict(learner.http.headers), {**stamp, **body})
        assert reply >= 400, path
    caller(visitor("LEARNER_2").token).answer(ticket)
    stack.until(PHASE, "graded", ticket)
    assert stack.sql("SELECT DISTINCT answer FROM learning.attempts WHERE ticket_id = %s", ticket) == [
        {"answer": TEXT}
    ]


def raw_post(url, headers, body):
    """The status for a path that is sent as it is written."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    wanted = {name: value for name, value in headers.items() if name.lower() in WANTED}
    connection.request(
        "POST",
        url.split(place.netloc, 1)[1],
        json.dumps(body),
        {**wanted, "Content-Type": "application/json"},
    )
    status = connection.getresponse().status
    connection.close()
    return status


WANTED = ("authorization", "x-traclearn-client", "x-traclearn-scope")


def test_a_learner_cannot_read_the_feed(stack, learner):
    for headers in (
        {},
        {"x-traclearn-client": stack.env["COGNITO_MACHINE_CLIENT_ID"], "x-traclearn-scope": "traclearn/feed"},
    ):
        for path in ("changes?after=0", "changes/?after=0", "progress/../changes?after=0", "%63hanges"):
            reply = learner.http.get(f"/api/v1/{path}", headers=headers)
            assert reply.status_code >= 400, path
            assert "epoch" not in reply.text


def test_a_learner_publishes_no_question_and_sets_no_grade(stack, learner, learner_2):
    """The gateway takes both: only the consumers can look at the groups."""
    (ticket,) = stack.ask(f"Kept {uuid4().hex[:8]}")
    known = stack.sql("SELECT revision, content FROM grader.questions WHERE ticket = %s", ticket)
    mine = question(ticket, revision=9, question="Mine?", reference="mine", learner="mine")
    reply = learner.send("POST", "questions", **mine)
    assert reply.status_code in (202, 403)
    stack.until(ECHO, "rejected QuestionPublished.v1 needs the group authors", reply.json()["event_id"])
    stack.until("SELECT state FROM grader.inbox WHERE event_id = %s", "failed", reply.json()["event_id"])
    assert stack.sql("SELECT revision, content FROM grader.questions WHERE ticket = %s", ticket) == known
    learner_2.answer(ticket, text="A commit is a kind of fruit.")
    stack.until(PHASE, "graded", ticket)
    low = learner_2.progress(ticket).json()["answer_score"]
    assert low < 1
    grade = {
        "learner": sub(learner_2.http.headers["Authorization"]),
        "attempt": 1,
        "score": 1,
        "feedback": "!",
    }
    reply = learner_2.send("PUT", f"progress/{ticket}/override", **grade, revision=1)
    assert reply.status_code in (202, 403)
    stack.until(ECHO, "rejected GradeOverridden.v1 needs the group authors", reply.json()["event_id"])
    now = learner_2.progress(ticket).json()
    assert (now["answer_score"], now["person"]) == (low, False)


def test_a_forged_learner_in_the_body_is_refused(stack, learner):
    body = {"learner": "somebody", "attempt": 1, "score": 1, "feedback": "!", "revision": 1}
    reply = learner.send("PUT", "progress/1/override", **body, groups=["authors"])
    assert reply.status_code == 400
    assert list(reply.json()) == ["message"]


def test_an_attempt_that_another_answer_took_first_ends_visibly_in_trac(stack, visitor, learner):
    """As after Trac's database was restored from before it numbered the other one."""
    (ticket,) = stack.ask(f"Taken {uuid4().hex[:8]}")
    learner.answer(ticket, attempt=1, text="Sent before the restore.")
    stack.until(PHASE, "graded", ticket)
    by_form = visitor("LEARNER")
    by_form.answer(ticket, TEXT)
    state = by_form.wait(ticket, "rejected", seconds=20)
    assert "does not count as one of your answers" in state["html"]
    by_form.answer(ticket, TEXT)
    by_form.wait(ticket)
    assert learner.progress(ticket).json()["answer_score"] == 1


def test_a_question_that_never_comes_ends_visibly(stack, learner, bare_ticket):
    event = learner.answer(bare_ticket)
    stack.until(PARKED, "parked", event)
    stack.sql("UPDATE grader.inbox SET parked_until = now() WHERE event_id = %s", event)  # an hour later
    stack.sql("UPDATE grader.parked SET deadline = now() WHERE event_id = %s", event)
    stack.until(PHASE, "ungradable", bare_ticket)
    told = learner.progress(bare_ticket).json()
    assert (told["phase"], told["answer_score"], told["last_answer"]) == ("ungradable", None, TEXT)
    reason = "SELECT ungradable_reason FROM learning.attempts WHERE ticket_id = %s"
    assert stack.sql(reason, bare_ticket) == [{"ungradable_reason": "no_question"}]
