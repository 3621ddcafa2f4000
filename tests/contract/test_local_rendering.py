"""The local rendering on a real emulator: from the request to the SQS queue."""

import json

import pytest
from traclearn_contracts.events import parse

from .answers import ANSWERS, CHANGED, PAGE
from .local_gateway import LEARNER

pytestmark = pytest.mark.stack


def event(received):
    return parse(received["source"], received["detail-type"], received["detail"])


@pytest.mark.parametrize("route", ["submitAnswer", "overrideGrade", "publishQuestion", "relayEvent"])
def test_each_example_reaches_the_queue(local, route):
    body = local.example(route)
    answer = local.send(route, body, groups=["authors", "operators"])
    assert (answer.status_code, answer.json()) == (202, {"event_id": body["event_id"]})
    made = event(local.received())
    assert str(made.metadata.event_id) == str(made.metadata.correlation_id) == body["event_id"]
    relayed = route == "relayEvent"
    assert made.metadata.learner == (body["learner"] if relayed else LEARNER)
    assert made.metadata.groups == (body["groups"] if relayed else ["authors", "operators"])


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_reaches_the_queue_character_for_character(local, text):
    answer = local.send("submitAnswer", local.example("submitAnswer") | {"answer": text})
    assert answer.status_code == 202
    received = local.received()
    assert received["detail"]["data"] == {"ticket": 42, "attempt": 1, "answer": text}
    assert event(received).metadata.groups == []


@pytest.mark.parametrize("text", [*ANSWERS.values(), "It's a page\\.\n" * 10_000], ids=[*ANSWERS, "page"])
def test_a_page_reaches_the_queue_character_for_character(local, text):
    page = PAGE | {"text": text}
    answer = local.send("relayEvent", local.example("relayEvent") | {"detail_type": CHANGED, "data": page})
    assert answer.status_code == 202
    received = local.received()
    assert (received["detail-type"], received["detail"]["data"]) == (CHANGED, page)


@pytest.mark.parametrize(
    "change",
    [
        {"learner": "forged"},
        {"groups": ["operators"]},
        {"ticket": 7},
        {"event_id": "x"},
        {"occurred_at": "today"},
        {"attempt": 0},
        {"attempt": "1"},
        {"answer": "a\0b"},
        {"answer": ""},
        {"answer": "x" * 20001},
        {"event_id": None},
        {"occurred_at": None},
        {"attempt": None},
        {"answer": None},
    ],
    ids=str,
)
def test_a_bad_body_is_refused_and_reaches_no_queue(local, change):
    body = local.example("submitAnswer") | change
    answer = local.send("submitAnswer", {name: value for name, value in body.items() if value is not None})
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert local.received(wait=0) is None


@pytest.mark.parametrize("body", ["", "[]", "null", "just text", '{"event_id": ', "{}"])
def test_what_is_no_body_is_refused(local, body):
    assert local.send("submitAnswer", body).status_code == 400


def test_another_content_type_is_refused(local):
    body = local.example("submitAnswer")
    assert local.send("submitAnswer", json.dumps(body), content_type="text/plain").status_code == 415
    assert local.received(wait=0) is None


@pytest.mark.parametrize("ticket", ["0", "4x2", "-1", "99999999999", "1%0A", "$x"])
def test_a_path_without_a_ticket_number_is_refused(local, ticket):
    answer = local.send("submitAnswer", local.example("submitAnswer"), ticket=ticket)
    assert answer.status_code == 400
    assert "ticket number" in answer.json()["message"]
    assert local.received(wait=0) is None


def test_a_query_forges_nothing(local):
    query = "?x-traclearn-learner=forged&x-traclearn-groups=WyJvcGVyYXRvcnMiXQ==&ticket_id=7"
    assert local.send("submitAnswer", local.example("submitAnswer"), query=query).status_code == 202
    made = event(local.received())
    assert (made.metadata.learner, made.metadata.groups, made.data.ticket) == (LEARNER, [], 42)


def test_who_did_not_come_through_the_front_door_is_refused(local):
    assert local.send("submitAnswer", local.example("submitAnswer"), learner=None).status_code == 401
    assert local.received(wait=0) is None


@pytest.mark.parametrize(
    "change", [{"detail_type": "AnswerGraded.v1"}, {"data": {}}, {"learner": ""}, {"source": "x"}]
)
def test_the_relay_takes_only_events_of_trac(local, change):
    assert local.send("relayEvent", local.example("relayEvent") | change).status_code == 400
    assert local.received(wait=0) is None
