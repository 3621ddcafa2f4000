"""`traclearn dlq` over a small SQS in memory."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from traclearn_cli.main import build_app
from traclearn_cli.operator.queues import DeadLetterQueues, served_queue
from traclearn_cli.session import Session
from typer.testing import CliRunner

from .fake_sqs import BASE, SENT, FakeSqs


def answer(ticket, learner="alice"):
    detail = {
        "metadata": {"event_id": f"event-{ticket}", "learner": learner},
        "data": {"ticket": ticket, "attempt": 1, "answer": "a secret answer"},
    }
    return json.dumps({"source": "traclearn.trac", "detail-type": "AnswerSubmitted.v1", "detail": detail})


NOW = datetime.now(UTC)
FAILED = {"reason": "no verdicts", "failed_at": (NOW - timedelta(days=20)).isoformat()}
FORGOTTEN = {"reason": "no verdicts", "failed_at": (NOW - timedelta(days=36)).isoformat()}


@pytest.fixture
def sqs(monkeypatch):
    sqs = FakeSqs()
    monkeypatch.setattr(Session, "sqs", lambda _: sqs)
    sqs.put("traclearn-grader-dlq", answer(42), FAILED)
    sqs.put("traclearn-grader-dlq", answer(43, "bob"), FAILED)
    sqs.put("traclearn-grader-target-dlq", answer(44), {"ERROR_MESSAGE": "no permission"})
    sqs.put("traclearn-progress-dlq", "no JSON")
    return sqs


def run(*arguments):
    return CliRunner().invoke(build_app(()), ["dlq", *arguments])


def lines(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_list_counts_each_queue(sqs):
    assert lines(run("list", "--json")) == [
        {"queue": "traclearn-grader-dlq", "messages": 2},
        {"queue": "traclearn-grader-target-dlq", "messages": 1},
        {"queue": "traclearn-progress-dlq", "messages": 1},
    ]


def test_show_says_why_and_whom_and_takes_nothing(sqs):
    before = sqs.names()
    result = run("show", "grader", "--json")
    first, second, third = lines(result)
    assert first["reason"] == "no verdicts" and first["failed_at"] == FAILED["failed_at"]
    assert (first["learner"], first["ticket"], first["attempt"]) == ("alice", 42, 1)
    assert second["learner"] == "bob" and third["reason"] == "no permission"
    assert "secret" not in result.stdout
    assert sqs.names() == before and not sqs.hidden


def test_body_without_an_event_is_shown_all_the_same(sqs):
    (message,) = lines(run("show", "progress", "--json"))
    assert message["ticket"] is None and "received too often" in message["reason"]
    assert message["failed_at"] == SENT.isoformat()


def test_replay_sends_back_each_message_with_its_reason(sqs):
    result = run("replay", "grader")
    assert "3 replayed" in result.stdout and "learner bob, ticket 43, attempt 1" in result.stdout
    assert sqs.names()["traclearn-grader-dlq"] == sqs.names()["traclearn-grader-target-dlq"] == 0
    sent = list(sqs.queues[BASE + "traclearn-grader"].values())
    assert [json.loads(body)["detail"]["data"]["ticket"] for body, _ in sent] == [42, 43, 44]
    assert sent[0][1]["failed_at"]["StringValue"] == FAILED["failed_at"]


def test_dry_run_changes_nothing(sqs):
    before = sqs.names()
    messages = lines(run("replay", "grader", "--dry-run", "--json"))
    assert [message["replayed"] for message in messages] == [False] * 3
    assert sqs.names() == before and not sqs.hidden


@pytest.mark.parametrize(("option", "value", "ticket"), [("--ticket", "43", 43), ("--learner", "bob", 43)])
def test_replay_of_some_leaves_the_others(sqs, option, value, ticket):
    (message,) = lines(run("replay", "grader", option, value, "--json"))
    assert message["ticket"] == ticket and message["replayed"]
    assert sqs.names()["traclearn-grader-dlq"] == 1 and sqs.names()["traclearn-grader"] == 1
    assert len(sqs.hidden) == 1


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_forgotten_event_is_refused_and_the_others_are_replayed(sqs, options):
    sqs.put("traclearn-grader-dlq", answer(45), FORGOTTEN)
    result = run("replay", "grader", *options)
    assert result.exit_code == 1
    assert "refused  " in result.stdout and "ticket 45" in result.stdout
    assert "1 refused: a worker knows an event for 35 days" in result.stderr
    left, sent = (3, 0) if options else (1, 3)
    assert (sqs.names()["traclearn-grader-dlq"], sqs.names()["traclearn-grader"]) == (left, sent)
    assert len(sqs.hidden) == sent, "what was refused is hidden from others"


def test_refusal_in_json_says_why(sqs):
    sqs.put("traclearn-progress-dlq", answer(45), FORGOTTEN)
    result = run("replay", "progress", "--ticket", "45", "--json")
    (message,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1 and not message["replayed"] and "35 days" in message["refused"]


def test_message_with_an_unreadable_time_is_replayed(sqs):
    sqs.put("traclearn-grader-dlq", answer(45), FAILED | {"failed_at": "yesterday"})
    (message,) = lines(run("replay", "grader", "--ticket", "45", "--json"))
    assert message["replayed"]


def test_unknown_queue_names_those_that_there_are(sqs):
    result = run("show", "nothing")
    assert result.exit_code == 1
    assert "grader, progress" in result.stderr


def test_sqs_out_of_reach_is_one_line_and_exit_code_3(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    result = run("list")
    assert result.exit_code == 3 and result.stderr.startswith("SQS: ")
    assert "Traceback" not in result.output


def test_both_kinds_of_queue_serve_the_same_queue():
    assert served_queue("traclearn-path-generator-target-dlq") == served_queue("traclearn-path-generator-dlq")
    assert sorted(DeadLetterQueues(FakeSqs()).urls_of("grader")) == [
        "traclearn-grader-dlq",
        "traclearn-grader-target-dlq",
    ]
