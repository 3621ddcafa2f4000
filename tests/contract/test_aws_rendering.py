"""The AWS rendering's mapping templates in a real Velocity engine."""

import json

import pytest
from traclearn_contracts.events import API, TRAC, parse

from .answers import ANSWERS, CHANGED, PAGE

PEOPLES = ("overrideGrade", "publishQuestion")
ROUTES = (*PEOPLES, "relayEvent")


def event(answer):
    entry = answer.entry
    assert entry["EventBusName"] == "traclearn"
    return parse(entry["Source"], entry["DetailType"], answer.detail)


@pytest.mark.parametrize("route", ROUTES)
def test_each_example_becomes_an_event_that_fits_its_contract(aws, route):
    body = aws.example(route)
    answer = aws.send(route, body)
    assert (answer.status, answer.body) == (202, {"event_id": body["event_id"]})
    made = event(answer)
    assert str(made.metadata.event_id) == str(made.metadata.correlation_id) == body["event_id"]
    assert (made.source, made.metadata.producer) == (TRAC, API if route in PEOPLES else TRAC)


@pytest.mark.parametrize("change", [{}, {"attempt": 2147483647, "occurred_at": "2099-01-01T00:00:00Z"}])
def test_an_answer_by_api_is_refused_with_what_to_do(aws, change):
    """The template asks nobody, whatever the body is."""
    integration = aws.routes["submitAnswer"]["x-amazon-apigateway-integration"]
    answered = integration["responses"]["default"]
    for template in (*integration["requestTemplates"].values(), *answered["responseTemplates"].values()):
        assert aws.rendered(template, json.dumps(change)) == json.loads(template)
    assert (integration["type"], answered["statusCode"]) == ("mock", "403")


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS)
def test_an_authors_feedback_arrives_character_for_character(aws, text):
    body = aws.example("overrideGrade") | {"feedback": text}
    answer = aws.send("overrideGrade", body)
    assert answer.status == 202
    assert event(answer).data.feedback == text
    fields = ("learner", "attempt", "score", "revision")
    left_out = {"items": [], "reason": "", "appeal": None, "against": None, "batch": None}
    said = {"ticket": 42, "feedback": text, **{name: body[name] for name in fields}}
    assert answer.detail["data"] == said | left_out


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_arrives_character_for_character(aws, text):
    body = aws.example("relayEvent")
    answer = aws.send("relayEvent", body | {"data": body["data"] | {"answer": text}})
    assert answer.status == 202
    assert event(answer).data.answer == text
    assert answer.detail["data"] == {"ticket": 42, "attempt": 1, "answer": text}


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS)
def test_the_relay_carries_a_page_whose_name_is_as_odd(aws, text):
    page = PAGE | {"page": text[:300], "text": text}
    answer = aws.send("relayEvent", aws.example("relayEvent") | {"detail_type": CHANGED, "data": page})
    assert (event(answer).detail_type, answer.detail["data"]) == (CHANGED, page)


@pytest.mark.parametrize(
    "change", [{"text": None, "deleted": True}, {"text": (ANSWERS["long"] * 10)[:180_000]}, {"subject": None}]
)
def test_the_relay_carries_what_a_page_may_be(aws, change):
    page = PAGE | change
    answer = aws.send("relayEvent", aws.example("relayEvent") | {"detail_type": CHANGED, "data": page})
    assert answer.detail["data"] == page
    assert event(answer).data.model_dump() == page


@pytest.mark.parametrize("change", [{"revision": 0}, {"page": ""}, {"text": "x" * 180_001}, {"deleted": 1}])
def test_the_relay_refuses_what_is_no_page(aws, change):
    body = aws.example("relayEvent") | {"detail_type": CHANGED, "data": PAGE | change}
    assert aws.send("relayEvent", body).status == 400


@pytest.mark.parametrize("text", [text[:900] for text in ANSWERS.values()], ids=ANSWERS)
def test_a_question_arrives_character_for_character(aws, text):
    rubric = [{"id": "1", "criterion": text, "label": text[:200]}]
    source = [{"title": text[:300], "href": text}]
    change = {"question": text, "reference": text, "rubric": rubric, "sources": source}
    data = aws.send("publishQuestion", aws.example("publishQuestion") | change).detail["data"]
    assert {name: data[name] for name in change} == change


def test_a_NUL_is_refused_and_would_break_nothing(aws):
    body = aws.example("relayEvent")
    body = body | {"data": body["data"] | {"answer": "a\0b"}}
    assert aws.send("relayEvent", body).status == 400
    assert aws.send("relayEvent", body, validate=False).detail["data"]["answer"] == "a\0b"


def test_who_acts_is_the_token_and_nothing_else(aws):
    body = aws.example("overrideGrade")
    forged = body | {
        "groups": ["operators"],
        "producer": "forged",
        "metadata": {"learner": "forged", "producer": "forged"},
        "ticket": 7,
    }
    headers = {"x-traclearn-learner": "forged", "x-traclearn-groups": "WyJvcGVyYXRvcnMiXQ=="}
    assert aws.send("overrideGrade", forged).status == 400
    answer = aws.send("overrideGrade", forged, validate=False, claims={"sub": "me"}, headers=headers)
    said = answer.detail["metadata"]
    assert (said["learner"], said["groups"], said["producer"]) == ("me", [], API)
    assert (answer.detail["data"]["ticket"], answer.detail["data"]["learner"]) == (42, body["learner"])
    assert "forged" not in json.dumps(answer.put)


@pytest.mark.parametrize("route", ["overrideGrade", "publishQuestion"])
def test_a_forged_learner_or_door_inside_a_text_stays_text(aws, route):
    name = "feedback" if route == "overrideGrade" else "question"
    text = '", "learner": "forged"}, "metadata": {"learner": "forged", "producer": "traclearn.trac"}, "x": "'
    answer = aws.send(route, aws.example(route) | {name: text}, claims={"sub": "me"})
    said = answer.detail["metadata"]
    assert (said["learner"], said["producer"], answer.detail["data"][name]) == ("me", API, text)
    assert answer.detail.keys() == {"metadata", "data"}


@pytest.mark.parametrize(
    ("claim", "groups"),
    [
        ({}, []),
        ({"cognito:groups": ""}, []),
        ({"cognito:groups": "authors"}, ["authors"]),
        ({"cognito:groups": "authors,operators"}, ["authors", "operators"]),
        ({"cognito:groups": 'it\'s "odd" \\,authors'}, ['it\'s "odd" \\', "authors"]),
    ],
)
def test_groups_come_from_the_claim(aws, claim, groups):
    claims = {"sub": 'it\'s "me" \\'} | claim
    answer = aws.send("overrideGrade", aws.example("overrideGrade"), claims=claims)
    assert answer.detail["metadata"]["groups"] == groups
    assert answer.detail["metadata"]["learner"] == 'it\'s "me" \\'


def test_the_relay_names_the_learner(aws):
    answer = aws.send("relayEvent", aws.example("relayEvent") | {"learner": "her", "groups": ["authors"]})
    assert answer.detail["metadata"]["learner"] == "her"
    assert answer.detail["metadata"]["groups"] == ["authors"]


@pytest.mark.parametrize("name", ["traceparent", "learner", "sources"])
@pytest.mark.parametrize("absent", [True, False])
def test_what_may_be_absent_may_be_null_or_empty(aws, name, absent):
    body = aws.example("publishQuestion") | {"traceparent": None, "learner": None, "sources": []}
    answer = aws.send("publishQuestion", {key: body[key] for key in body if not (absent and key == name)})
    made = event(answer)
    assert (made.metadata.traceparent, made.data.learner, made.data.sources) == (None, None, [])


@pytest.mark.parametrize(
    "ticket", ["0", "4x2", "x", "-1", "4.2", "99999999999", '1"', "1\n", "%31", "$x", "042"]
)
def test_a_path_without_a_ticket_number_reaches_no_bus(aws, ticket):
    answer = aws.send("overrideGrade", aws.example("overrideGrade"), ticket=ticket)
    assert (answer.status, answer.put) == (400, {"Entries": []})
    assert "ticket number" in answer.body["message"]


def test_question_of_the_path_is_in_the_event(aws):
    answer = aws.send("reviewQuestion", aws.example("reviewQuestion"))
    data = answer.detail["data"]
    assert (answer.status, data["question_id"]) == (202, "9b0c9a51-7d4e-5b0c-8a43-1d7f1c0e6b21")
    assert data["rubric"] == aws.example("reviewQuestion")["rubric"]
    bare = aws.example("reviewQuestion") | {"decision": "approved"}
    bare = {name: value for name, value in bare.items() if name not in {"question", "reference", "rubric"}}
    approved = parse("traclearn.trac", "QuestionReviewed.v1", aws.send("reviewQuestion", bare).detail)
    assert (approved.data.decision, approved.data.question) == ("approved", None)


@pytest.mark.parametrize(
    "question",
    ["42", "9b0c9a51-7d4e-5b0c-8a43-1d7f1c0e6b2", 'x"', "9B0C9A51-7D4E-5B0C-8A43-1D7F1C0E6B21", "$x"],
)
def test_a_path_without_a_question_s_id_reaches_no_bus(aws, question):
    answer = aws.send("reviewQuestion", aws.example("reviewQuestion"), question=question)
    assert (answer.status, answer.put) == (400, {"Entries": []})
    assert "no id" in answer.body["message"]


def test_a_token_without_a_subject_reaches_no_bus(aws):
    answer = aws.send("overrideGrade", aws.example("overrideGrade"), claims={})
    assert (answer.status, answer.put) == (401, {"Entries": []})


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"]
)
def test_another_content_type_is_refused(aws, content_type):
    for route in ROUTES:
        body = json.dumps(aws.example(route))
        assert aws.send(route, body, content_type=content_type).status == 415
        assert aws.send(route, "just text", content_type=content_type).status == 415


@pytest.mark.parametrize("missing", ["event_id", "occurred_at", "attempt", "score"])
def test_a_missing_field_is_refused(aws, missing):
    body = {name: value for name, value in aws.example("overrideGrade").items() if name != missing}
    assert aws.send("overrideGrade", body).status == 400


@pytest.mark.parametrize(
    "upstream",
    [
        (
            200,
            '{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure", "ErrorMessage": "it\'s"}]}',
        ),
        (200, '{"FailedEntryCount": 0, "Entries": []}'),
        (200, "{}"),
        (400, '{"__type": "ValidationException", "message": "Total size of the entries is over the limit"}'),
        (403, '{"__type": "AccessDeniedException"}'),
        (429, '{"__type": "ThrottlingException"}'),
        (500, "<html>it's $broken #if</html>"),
        (503, ""),
        (302, "{}"),
    ],
)
def test_what_the_bus_did_not_take_is_503(aws, upstream):
    for route in ROUTES:
        answer = aws.send(route, aws.example(route), upstream=upstream)
        assert answer.status == 503
        assert "Send it again" in answer.body["message"]
