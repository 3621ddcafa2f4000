"""The local rendering on a real emulator: from the request to the SQS queue."""

import json
from uuid import uuid4

import pytest
from traclearn_contracts.events import API, TRAC, parse

from .answers import ANSWERS, CHANGED, PAGE
from .local_gateway import LEARNER

pytestmark = pytest.mark.stack


def event(received):
    return parse(received["source"], received["detail-type"], received["detail"])


@pytest.mark.parametrize("route", ["overrideGrade", "publishQuestion", "relayEvent"])
def test_each_example_reaches_the_queue(local, route):
    body = local.example(route)
    answer = local.send(route, body, groups=["authors", "operators"])
    assert (answer.status_code, answer.json()) == (202, {"event_id": body["event_id"]})
    made = event(local.received())
    assert str(made.metadata.event_id) == str(made.metadata.correlation_id) == body["event_id"]
    relayed = route == "relayEvent"
    assert made.metadata.learner == (body["learner"] if relayed else LEARNER)
    assert made.metadata.groups == (body["groups"] if relayed else ["authors", "operators"])
    assert made.metadata.producer == (TRAC if relayed else API)


@pytest.mark.parametrize("ticket", ["42", "x"])
@pytest.mark.parametrize("learner", [LEARNER, None])
def test_an_answer_by_api_is_refused_with_what_to_do_and_reaches_no_queue(local, ticket, learner):
    body = {"event_id": str(uuid4()), "occurred_at": "2099-01-01T00:00:00Z", "attempt": 1, "answer": "x"}
    answer = local.send("submitAnswer", body, ticket=ticket, learner=learner)
    assert answer.status_code == 403
    assert "ticket's page in Trac" in answer.json()["message"]
    assert local.received(wait=1) is None


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_reaches_the_queue_character_for_character(local, text):
    body = local.example("relayEvent")
    answer = local.send("relayEvent", body | {"data": body["data"] | {"answer": text}})
    assert answer.status_code == 202
    received = local.received()
    assert received["detail"]["data"] == {"ticket": 42, "attempt": 1, "answer": text}


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS)
def test_an_authors_feedback_reaches_the_queue_character_for_character(local, text):
    answer = local.send("overrideGrade", local.example("overrideGrade") | {"feedback": text})
    assert answer.status_code == 202
    received = local.received()
    assert (received["detail"]["data"]["feedback"], event(received).metadata.groups) == (text, [])


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
        {"groups": ["operators"]},
        {"producer": "traclearn.trac"},
        {"ticket": 7},
        {"event_id": "x"},
        {"occurred_at": "today"},
        {"attempt": 0},
        {"attempt": "1"},
        {"score": 2},
        {"feedback": "x" * 20001},
        {"event_id": None},
        {"occurred_at": None},
        {"attempt": None},
        {"feedback": None},
    ],
    ids=str,
)
def test_a_bad_body_is_refused_and_reaches_no_queue(local, change):
    body = local.example("overrideGrade") | change
    answer = local.send("overrideGrade", {name: value for name, value in body.items() if value is not None})
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert local.received(wait=0) is None


@pytest.mark.parametrize("body", ["", "[]", "null", "just text", '{"event_id": ', "{}"])
def test_what_is_no_body_is_refused(local, body):
    assert local.send("overrideGrade", body).status_code == 400


@pytest.mark.parametrize(
    "change", [{"attempt": 0}, {"answer": ""}, {"answer": "a\0b"}, {"answer": "x" * 20001}]
)
def test_the_relay_refuses_what_is_no_answer(local, change):
    body = local.example("relayEvent")
    assert local.send("relayEvent", body | {"data": body["data"] | change}).status_code == 400
    assert local.received(wait=0) is None


def test_another_content_type_is_refused(local):
    for route in ("overrideGrade", "submitAnswer"):
        body = json.dumps(local.example("overrideGrade"))
        assert local.send(route, body, content_type="text/plain").status_code == 415
    assert local.received(wait=0) is None


@pytest.mark.parametrize("ticket", ["0", "4x2", "-1", "99999999999", "1%0A", "$x"])
def test_a_path_without_a_ticket_number_is_refused(local, ticket):
    answer = local.send("overrideGrade", local.example("overrideGrade"), ticket=ticket)
    assert answer.status_code == 400
    assert "ticket number" in answer.json()["message"]
    assert local.received(wait=0) is None


def test_a_query_forges_nothing(local):
    query = "?x-traclearn-learner=forged&x-traclearn-groups=WyJvcGVyYXRvcnMiXQ==&ticket_id=7"
    assert local.send("overrideGrade", local.example("overrideGrade"), query=query).status_code == 202
    made = event(local.received())
    assert (made.metadata.learner, made.metadata.groups, made.data.ticket) == (LEARNER, [], 42)


def test_who_did_not_come_through_the_front_door_is_refused(local):
    assert local.send("overrideGrade", local.example("overrideGrade"), learner=None).status_code == 401
    assert local.received(wait=0) is None


@pytest.mark.parametrize(
    "change", [{"detail_type": "AnswerGraded.v1"}, {"data": {}}, {"learner": ""}, {"source": "x"}]
)
def test_the_relay_takes_only_events_of_trac(local, change):
    assert local.send("relayEvent", local.example("relayEvent") | change).status_code == 400
    assert local.received(wait=0) is None
