"""An answer that the grader cannot take ends where everybody sees it, and a replay makes good on it."""

import json
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TEXT = "A commit keeps a snapshot of all files, and it points to the commits that it came from."
SAID = "This answer could not be graded, which is no fault of yours."
COMMENTS = (
    "SELECT count(*) FROM public.ticket_change"
    " WHERE ticket = %s AND field = 'comment' AND author = 'TracLearn'"
)
GRADED = "SELECT count(*) FROM learning.changes WHERE ticket_id = %s AND kind = 'graded'"
HANDLED = "SELECT state = 'done' FROM grader.inbox WHERE event_id = %s"


@pytest.fixture
def ticket(stack):
    """A fresh question of the second learner's own."""
    return stack.ask(f"Failing {uuid4().hex[:8]}", learner=stack.env["DEMO_LEARNER_2"])[0]


@pytest.fixture
def broken(stack, ticket):
    """A ticket whose grades cannot be stored, and what mends that."""
    name = f"refuse_{ticket}"
    stack.sql(
        f"CREATE FUNCTION grader.{name}() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'no grade today'; END $$"
    )
    stack.sql(
        f"CREATE TRIGGER {name} BEFORE INSERT ON grader.grades FOR EACH ROW"
        f" WHEN (NEW.ticket = {ticket}) EXECUTE FUNCTION grader.{name}()"
    )

    def mend():
        stack.sql(f"DROP FUNCTION IF EXISTS grader.{name} CASCADE")

    yield ticket, mend
    mend()


def traclearn(stack, *words):
    """What the operator's command prints, one object a line."""
    command = [str(Path(sys.executable).with_name("traclearn")), *words, "--json"]
    done = subprocess.run(command, env=dict(stack.env), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def dead_letters(stack, ticket):
    return traclearn(stack, "dlq", "show", "grader", "--ticket", str(ticket))


def test_failed_answer_is_told_listed_and_graded_after_a_replay(new_page, stack, sign_in, broken, screenshot):
    ticket, mend = broken
    page = sign_in(new_page(), "learner_2", f"/trac/ticket/{ticket}")
    page.get_by_label("Your answer, in your own words").fill(TEXT)
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#learning-status")).to_have_text("Could not be graded", timeout=60_000)
    expect(page.locator("#learning-attempts")).to_contain_text(SAID)
    expect(page.get_by_label("Your answer, in your own words")).to_be_visible()
    screenshot(page, "failed-1-learner")

    (message,) = dead_letters(stack, ticket)
    assert (message["ticket"], message["attempt"], message["queue"]) == (ticket, 1, "traclearn-grader-dlq")
    assert message["reason"]
    assert TEXT not in json.dumps(message)
    (row,) = stack.sql("SELECT failures FROM grader.inbox WHERE event_id = %s", message["event_id"])
    assert row["failures"] == 5
    counted = {line["queue"]: line["messages"] for line in traclearn(stack, "dlq", "list")}
    assert counted["traclearn-grader-dlq"] >= 1
    operator = sign_in(new_page(), "operator", "/trac/learning/operate")
    row = operator.locator("tr", has=operator.get_by_role("link", name=f"#{ticket}", exact=True))
    expect(row).to_contain_text(stack.env["DEMO_LEARNER_2"])
    expect(row).to_contain_text("Could not be graded")
    screenshot(operator, "failed-3-operator")

    kept = raw(stack, ticket)
    mend()
    would = traclearn(stack, "dlq", "replay", "grader", "--ticket", str(ticket), "--dry-run")
    assert [line["replayed"] for line in would] == [False]
    (replayed,) = traclearn(stack, "dlq", "replay", "grader", "--ticket", str(ticket))
    assert replayed["replayed"] is True
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=60_000)
    screenshot(page, "failed-2-replayed")
    assert dead_letters(stack, ticket) == []
    assert traclearn(stack, "dlq", "replay", "grader", "--ticket", str(ticket)) == []
    stack.until(COMMENTS, 1, ticket)
    replayed_once_more(stack, kept, ticket)


def raw(stack, ticket):
    """The dead letter as SQS holds it, left where it lies."""
    sqs = stack.aws("sqs")
    found = sqs.receive_message(
        QueueUrl=stack.env["GRADER_DLQ_URL"],
        MaxNumberOfMessages=10,
        VisibilityTimeout=0,
        MessageAttributeNames=["All"],
    )
    (message,) = [m for m in found["Messages"] if json.loads(m["Body"])["detail"]["data"]["ticket"] == ticket]
    return {"MessageBody": message["Body"], "MessageAttributes": message["MessageAttributes"]}


def replayed_once_more(stack, message, ticket):
    """The same dead letter again, as after a crash in the middle of a replay: nothing comes of it."""
    stack.aws("sqs").send_message(QueueUrl=stack.env["GRADER_DLQ_URL"], **message)
    (replayed,) = traclearn(stack, "dlq", "replay", "grader", "--ticket", str(ticket))
    stack.until(HANDLED, True, replayed["event_id"])
    stack.ask(f"After the replay {uuid4().hex[:8]}")  # the grader is past it when it knows this one
    assert stack.sql("SELECT revision FROM grader.grades WHERE ticket = %s", ticket) == [{"revision": 1}]
    assert stack.sql(GRADED, ticket) == [{"count": 1}]
    assert stack.sql(COMMENTS, ticket) == [{"count": 1}]
    assert dead_letters(stack, ticket) == []
