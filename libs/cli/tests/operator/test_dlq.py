"""The command and its dead letters, over a small SQS in memory."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import typer
from traclearn_cli.main import build_app
from traclearn_cli.operator.queues import DeadLetterQueues, served_queue
from traclearn_cli.session import Session
from typer.testing import CliRunner

BASE = "http://sqs.test/000000000000/"
QUEUES = ("traclearn-grader", "traclearn-grader-dlq", "traclearn-grader-target-dlq", "traclearn-progress-dlq")


class Sqs:
    """Queues as far as the command asks: a received message is hidden until it is let go."""

    def __init__(self):
        self.queues = {BASE + name: {} for name in QUEUES}
        self.hidden = set()
        self.count = 0

    def put(self, name, body, attributes=None):
        self.count += 1
        typed = {k: {"StringValue": v, "DataType": "String"} for k, v in (attributes or {}).items()}
        self.queues[BASE + name][f"id-{self.count}"] = (body, typed)

    def get_paginator(self, _):
        return self

    def paginate(self, QueueNamePrefix):
        return [{"QueueUrls": [url for url in self.queues if url.startswith(BASE + QueueNamePrefix)]}, {}]

    def get_queue_attributes(self, QueueUrl, AttributeNames):
        return {"Attributes": {AttributeNames[0]: str(len(self.queues[QueueUrl])), AttributeNames[1]: "0"}}

    def receive_message(self, QueueUrl, MaxNumberOfMessages, **_):
        found = [id_ for id_ in self.queues[QueueUrl] if id_ not in self.hidden][:MaxNumberOfMessages]
        self.hidden.update(found)
        return {"Messages": [self.message(QueueUrl, id_) for id_ in found]} if found else {}

    def message(self, url, id_):
        body, attributes = self.queues[url][id_]
        sent = {"SentTimestamp": f"{SENT.timestamp() * 1000:.0f}"}
        known = {"MessageId": id_, "ReceiptHandle": id_, "Body": body, "Attributes": sent}
        return known | ({"MessageAttributes": attributes} if attributes else {})

    def change_message_visibility(self, QueueUrl, ReceiptHandle, VisibilityTimeout):
        assert VisibilityTimeout == 0
        self.hidden.discard(ReceiptHandle)

    def send_message(self, QueueUrl, MessageBody, MessageAttributes):
        self.put(
            QueueUrl.removeprefix(BASE),
            MessageBody,
            {name: value["StringValue"] for name, value in MessageAttributes.items()},
        )

    def delete_message(self, QueueUrl, ReceiptHandle):
        del self.queues[QueueUrl][ReceiptHandle]

    def names(self):
        return {url.removeprefix(BASE): len(messages) for url, messages in self.queues.items()}


def answer(ticket, learner="alice"):
    detail = {
        "metadata": {"event_id": f"event-{ticket}", "learner": learner},
        "data": {"ticket": ticket, "attempt": 1, "answer": "a secret answer"},
    }
    return json.dumps({"source": "traclearn.trac", "detail-type": "AnswerSubmitted.v1", "detail": detail})


NOW = datetime.now(UTC)
FAILED = {"reason": "no verdicts", "failed_at": (NOW - timedelta(days=20)).isoformat()}
FORGOTTEN = {"reason": "no verdicts", "failed_at": (NOW - timedelta(days=36)).isoformat()}
SENT = NOW.replace(microsecond=0) - timedelta(days=13)


@pytest.fixture
def sqs(monkeypatch):
    sqs = Sqs()
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


def test_what_is_no_event_is_shown_all_the_same(sqs):
    (letter,) = lines(run("show", "progress", "--json"))
    assert letter["ticket"] is None and "received too often" in letter["reason"]
    assert letter["failed_at"] == SENT.isoformat()


def test_replay_sends_back_what_failed_and_why(sqs):
    result = run("replay", "grader")
    assert "3 replayed" in result.stdout and "learner bob, ticket 43, attempt 1" in result.stdout
    assert sqs.names()["traclearn-grader-dlq"] == sqs.names()["traclearn-grader-target-dlq"] == 0
    sent = list(sqs.queues[BASE + "traclearn-grader"].values())
    assert [json.loads(body)["detail"]["data"]["ticket"] for body, _ in sent] == [42, 43, 44]
    assert sent[0][1]["failed_at"]["StringValue"] == FAILED["failed_at"]


def test_a_dry_run_changes_nothing(sqs):
    before = sqs.names()
    letters = lines(run("replay", "grader", "--dry-run", "--json"))
    assert [letter["replayed"] for letter in letters] == [False] * 3
    assert sqs.names() == before and not sqs.hidden


@pytest.mark.parametrize(("option", "value", "ticket"), [("--ticket", "43", 43), ("--learner", "bob", 43)])
def test_replay_of_some_leaves_the_others(sqs, option, value, ticket):
    (letter,) = lines(run("replay", "grader", option, value, "--json"))
    assert letter["ticket"] == ticket and letter["replayed"]
    assert sqs.names()["traclearn-grader-dlq"] == 1 and sqs.names()["traclearn-grader"] == 1
    assert len(sqs.hidden) == 1


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_letter_whose_event_the_worker_forgot_is_refused_and_the_others_go(sqs, options):
    sqs.put("traclearn-grader-dlq", answer(45), FORGOTTEN)
    result = run("replay", "grader", *options)
    assert result.exit_code == 1
    assert "refused  " in result.stdout and "ticket 45" in result.stdout
    assert "1 refused: a worker knows an event for 35 days" in result.stderr
    left, sent = (3, 0) if options else (1, 3)
    assert (sqs.names()["traclearn-grader-dlq"], sqs.names()["traclearn-grader"]) == (left, sent)
    assert len(sqs.hidden) == sent, "what was refused is hidden from others"


def test_a_refusal_says_why_in_json_too(sqs):
    sqs.put("traclearn-progress-dlq", answer(45), FORGOTTEN)
    result = run("replay", "progress", "--ticket", "45", "--json")
    (letter,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1 and not letter["replayed"] and "35 days" in letter["refused"]


def test_a_letter_with_a_moment_that_nobody_can_read_is_replayed(sqs):
    sqs.put("traclearn-grader-dlq", answer(45), FAILED | {"failed_at": "yesterday"})
    (letter,) = lines(run("replay", "grader", "--ticket", "45", "--json"))
    assert letter["replayed"]


def test_an_unknown_queue_names_those_that_there_are(sqs):
    result = run("show", "nothing")
    assert result.exit_code == 1
    assert "grader, progress" in result.stderr


def test_sqs_out_of_reach_is_one_line(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    result = run("list")
    assert result.exit_code == 3 and result.stderr.startswith("SQS: ")
    assert "Traceback" not in result.output


def test_names():
    assert served_queue("traclearn-path-generator-target-dlq") == served_queue("traclearn-path-generator-dlq")
    assert sorted(DeadLetterQueues(Sqs()).urls_of("grader")) == [
        "traclearn-grader-dlq",
        "traclearn-grader-target-dlq",
    ]


def test_a_service_brings_its_command_by_entry_point():
    class Entry:
        name = "thing"

        def load(self):
            app = typer.Typer()

            @app.callback(invoke_without_command=True)
            def do():
                typer.echo("done")

            return app

    result = CliRunner().invoke(build_app((Entry(),)), ["thing"])
    assert result.stdout == "done\n"


@pytest.mark.parametrize("service", ["grader", "content"])
def test_what_services_bring_is_there(service):
    assert f" {service} " in CliRunner().invoke(build_app(), ["--help"]).stdout
