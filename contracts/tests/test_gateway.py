"""Both renderings say what `openapi.yaml` and the event schemas say, and nothing of what they should not."""

import json
import re

import jsonschema
import pytest
from openapi_spec_validator import validate
from traclearn_contracts import topology
from traclearn_contracts.events import TRAC as SOURCE
from traclearn_contracts.events import TYPES
from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.gateway import GatewayError, render
from traclearn_contracts.gateway.__main__ import main
from traclearn_contracts.gateway.rendering import operations

AWS = {
    "user_pool_arn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a",
    "events_role_arn": "arn:aws:iam::123456789012:role/gateway",
    "vpc_link_id": "link",
    "backend": "balancer.internal",
}
READS = {
    *("listProgress", "readProgress", "readChanges", "listPaths", "readPath", "listGaps"),
    *("listGeneratedQuestions", "readGeneratedQuestion"),
    *("listDesk", "listRulings", "listGrades", "readGrade", "readSpending", "readOperations"),
    *("giveHint", "explainItem", "readHint", "tryQuestion", "readCalls", "switchCalls", "listReplies"),
}
CONTENT = {
    "grantUploads": ("POST", "/api/v1/content"),
    "listContent": ("GET", "/api/v1/content"),
    "readContent": ("GET", "/api/v1/content/{document}"),
    "removeContent": ("DELETE", "/api/v1/content/{document}"),
    "readText": ("GET", "/api/v1/content/{document}/passages"),
    "readPassage": ("GET", "/api/v1/content/{document}/passages/{passage}"),
    "restoreContent": ("POST", "/api/v1/content/{document}/restore"),
    "readConcepts": ("GET", "/api/v1/content/concepts"),
    "decideEdge": ("POST", "/api/v1/content/concepts/edges"),
    "decideName": ("POST", "/api/v1/content/concepts/names"),
    "searchContent": ("GET", "/api/v1/content/search"),
}
"""Route → its method and path: the indexer's."""
PLACE = {"query": "querystring", "path": "path", "header": "header"}
"""As OpenAPI calls it → as API Gateway does."""
PEOPLES = {"overrideGrade", "appealGrade", "publishQuestion", "requestPath", "reviewQuestion"}
RELAYS = {"relayEvent", "createPath"}
EVENT_ROUTES = PEOPLES | RELAYS
REFUSING = {"submitAnswer"}
TRAC_OPEN = {"tracLogin", "tracLoginSteps", "tracLogout", "tracStatic"}
TRAC_CLOSED = {"trac", "tracHome"}
RELAY = {
    "event_id": "7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0a01",
    "occurred_at": "2026-01-15T09:30:00+00:00",
    "learner": "5f0c2a54-8a39-4c1f-9f6e-2f1f7a1f0b11",
    "groups": ["authors"],
}


@pytest.fixture(scope="module", params=["aws", "local"])
def document(request):
    return render(request.param, **(AWS if request.param == "aws" else {}))


def events(document):
    found = {each["operationId"]: each for _, each in operations(document)}
    return {name: found[name] for name in EVENT_ROUTES}


def model(document, name):
    reference = events(document)[name]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return document["components"]["schemas"][reference.rsplit("/", 1)[1]]


def accepts(schema, body):
    return jsonschema.Draft4Validator(schema).is_valid(body)


def example(document, name):
    return events(document)[name]["requestBody"]["content"]["application/json"]["example"]


@pytest.mark.parametrize("name", sorted(EVENT_ROUTES))
def test_each_request_example_is_accepted_and_each_extra_field_refused(document, name):
    schema, body = model(document, name), example(document, name)
    jsonschema.Draft4Validator.check_schema(schema)
    assert accepts(schema, body)
    for field in ("learner_id", "groups_", "metadata", "source"):
        assert not accepts(schema, body | {field: "x"})
    for field in ("event_id", "occurred_at"):
        assert not accepts(schema, {key: value for key, value in body.items() if key != field})
        assert not accepts(schema, body | {field: "x"})


def test_the_learner_is_never_in_the_body_but_of_the_relay(document):
    for name in PEOPLES:
        assert not accepts(model(document, name), example(document, name) | {"groups": ["authors"]})
        assert not accepts(model(document, name), example(document, name) | {"producer": "traclearn.trac"})
    override = example(document, "overrideGrade")
    assert not accepts(model(document, "overrideGrade"), override | {"ticket": 7})


@pytest.mark.parametrize("name", sorted(EVENT_ROUTES))
def test_an_event_says_by_which_door_it_came(document, name):
    (text,) = events(document)[name]["x-amazon-apigateway-integration"]["requestTemplates"].values()
    said = re.findall(r'\\"producer\\": (\S+?),? ?\\?[,}]', text)
    assert said == [rf"\"{'traclearn.api' if name in PEOPLES else 'traclearn.trac'}\""]


def test_an_answer_by_api_is_refused_with_what_to_do(document):
    """Not even the numbers and times in its body are looked at."""
    found = {each["operationId"]: each for _, each in operations(document)}
    operation = found["submitAnswer"]
    integration = operation["x-amazon-apigateway-integration"]
    assert (integration["type"], integration["passthroughBehavior"]) == ("mock", "never")
    assert json.loads(integration["requestTemplates"]["application/json"]) == {"statusCode": 403}
    answer = integration["responses"]["default"]
    told = json.loads(answer["responseTemplates"]["application/json"])
    assert (answer["statusCode"], told) == (
        "403",
        operation["responses"]["403"]["content"]["application/json"]["example"],
    )
    assert "ticket's page in Trac" in told["message"]
    assert not set("$#") & set(told["message"]), "Velocity would read it"
    makers = [name for name in EVENT_ROUTES if "AnswerSubmitted.v1" in json.dumps(events(document)[name])]
    assert makers == ["relayEvent"]


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({"answer": "x" * 20000}, True),
        ({"answer": "😀" * 20000}, True),
        ({"answer": "x" * 20001}, False),
        ({"answer": ""}, False),
        ({"answer": "a\0b"}, False),
        ({"answer": "a\nb\u2028"}, True),
        ({"answer": None}, False),
        ({"answer": 1}, False),
        ({"attempt": 0}, False),
        ({"attempt": "1"}, False),
        ({"attempt": 2147483648}, False),
    ],
)
def test_the_answers_limits_are_the_events(document, change, fits):
    body = example(document, "relayEvent")
    assert accepts(model(document, "relayEvent"), body | {"data": body["data"] | change}) is fits


@pytest.mark.parametrize("name", sorted(EVENT_ROUTES))
@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({"traceparent": None}, True),
        ({"traceparent": "00"}, False),
        ({"occurred_at": "2026-01-15T09:30:00"}, False),
    ],
)
def test_the_envelopes_limits_are_the_routes(document, name, change, fits):
    assert accepts(model(document, name), example(document, name) | change) is fits


TRAC = [
    json.loads(path.read_text())
    for name in sorted(
        {
            name
            for queue in topology.read().queues
            for rule in queue.rules
            if rule.source == SOURCE
            for name in rule.detail_types
        }
    )
    for path in sorted((CONTRACTS / "examples" / name).glob("*.json"))
]
"""Examples of all that some queue gets from Trac."""


@pytest.mark.parametrize("event", TRAC, ids=lambda event: event["detail-type"])
def test_the_relay_takes_every_event_of_trac_and_checks_its_data(document, event):
    schema, data = model(document, "relayEvent"), event["detail"]["data"]
    body = RELAY | {"detail_type": event["detail-type"], "data": data}
    assert accepts(schema, body)
    assert not accepts(schema, body | {"data": data | {"extra": 1}})
    about = next(name for name in ("page", "question_id", "subject", "ticket") if name in {*data, "ticket"})
    assert not accepts(schema, body | {"data": data | {about: 0}})
    assert not accepts(schema, body | {"data": {}})
    assert not accepts(schema, body | {"detail_type": "AnswerGraded.v1"})
    assert not accepts(schema, body | {"learner": ""})


def test_the_relay_wants_the_data_of_the_kind_that_it_names(document):
    answer, question = TRAC[0], next(each for each in TRAC if each["detail-type"] == "QuestionPublished.v1")
    body = RELAY | {"detail_type": answer["detail-type"], "data": question["detail"]["data"]}
    assert not accepts(model(document, "relayEvent"), body)


def test_every_event_that_trac_makes_has_a_route():
    from_trac = {event["detail-type"] for event in TRAC}
    document = render("local")
    relayed = model(document, "relayEvent")["properties"]["detail_type"]["enum"]
    assert set(relayed) == from_trac <= set(TYPES)


def test_reads_and_roles_are_on_aws_only():
    local = {each["operationId"] for _, each in operations(render("local"))}
    aws = {each["operationId"] for _, each in operations(render("aws", **AWS))}
    assert local == EVENT_ROUTES | REFUSING
    assert aws - local == READS | CONTENT.keys() | TRAC_OPEN | TRAC_CLOSED
    assert "arn:aws:iam" not in json.dumps(render("local"))


def test_who_acts_comes_from_claims_on_aws_and_never_from_a_header():
    text = json.dumps(render("aws", **AWS))
    assert "$!context.authorizer.claims.sub" in text
    assert "$input.params().header" not in text
    assert "method.request.header" not in text.replace("method.request.header.Authorization", "")
    assert "header.get('x-traclearn-learner')" in json.dumps(render("local"))


def test_each_route_on_aws_needs_its_token():
    scopes = {
        each["operationId"]: each["security"][0]["CognitoUserPoolAuthorizer"] if "security" in each else None
        for _, each in operations(render("aws", **AWS))
    }
    assert {name for name, scope in scopes.items() if scope is None} == TRAC_OPEN
    assert all(scopes[name] == ["traclearn/relay"] for name in RELAYS)
    assert scopes["readChanges"] == ["traclearn/feed"]
    assert {name for name, scope in scopes.items() if scope} == {*RELAYS, "readChanges"}


def test_event_routes_put_events_and_take_json_only(document):
    for operation in events(document).values():
        integration = operation["x-amazon-apigateway-integration"]
        assert integration["uri"].endswith(":events:action/PutEvents")
        assert integration["passthroughBehavior"] == "never"
        assert list(integration["requestTemplates"]) == ["application/json"]
        assert {status: each["statusCode"] for status, each in integration["responses"].items()} == {
            "200": "202",
            "default": "503",
        }
    assert document["x-amazon-apigateway-request-validator"] == "all"


def test_reads_go_through_the_link_with_their_path():
    found = {each["operationId"]: each for _, each in operations(render("aws", **AWS))}
    integration = found["readProgress"]["x-amazon-apigateway-integration"]
    assert integration["uri"] == "https://balancer.internal/api/v1/progress/{ticket_id}"
    assert integration["connectionId"] == "link"
    assert (
        integration["requestParameters"]["integration.request.path.ticket_id"]
        == "method.request.path.ticket_id"
    )
    for name, path in {"tracHome": "/trac", "trac": "/trac/{proxy}", "tracLogout": "/trac/logout"}.items():
        assert found[name]["x-amazon-apigateway-integration"]["uri"] == f"https://balancer.internal{path}"


def test_cached_answers_are_each_persons_own_and_none_that_a_page_waits_for():
    document = render("aws", **AWS)
    cached = {path: each for path, each in operations(document) if _cache_key(each)}
    assert set(cached) == {"/api/v1/learning-paths/gaps", "/api/v1/spending"}
    for path, operation in cached.items():
        assert set(document["paths"][path]) == {"get"}
        asked = {f"method.request.{PLACE[one['in']]}.{one['name']}" for one in operation["parameters"]}
        assert set(_cache_key(operation)) == asked
        assert "method.request.header.Authorization" in asked


def _cache_key(operation):
    return operation["x-amazon-apigateway-integration"].get("cacheKeyParameters", ())


def test_the_indexers_routes_go_there_as_they_came():
    found = {each["operationId"]: each for _, each in operations(render("aws", **AWS))}
    for name, (method, path) in CONTENT.items():
        operation = found[name]
        integration = operation["x-amazon-apigateway-integration"]
        assert (integration["type"], integration["httpMethod"]) == ("http_proxy", method)
        assert integration["uri"] == f"https://balancer.internal{path}"
        assert operation["security"] == [{"CognitoUserPoolAuthorizer": []}]
        forwarded = integration["requestParameters"]
        assert forwarded["integration.request.header.x-traclearn-learner"] == "context.authorizer.claims.sub"
        assert ("integration.request.path.document" in forwarded) == ("{document}" in path)
        assert set(re.findall("{(.*?)}", path)) == {
            each["name"] for each in operation.get("parameters", []) if each["in"] == "path"
        }


def test_every_own_answer_of_the_gateway_is_json_with_a_message(document):
    answers = document["x-amazon-apigateway-gateway-responses"]
    assert answers["DEFAULT_5XX"]["statusCode"] == 503
    for answer in answers.values():
        assert json.loads(answer["responseTemplates"]["application/json"])["message"]


def test_every_route_has_an_example_answer(document):
    shared = document["components"]["responses"]
    for _, operation in operations(document):
        said = operation["responses"].items()
        answers = [shared[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each for _, each in said]
        good = [each for (code, _), each in zip(said, answers, strict=True) if code.startswith("2")]
        if not operation["operationId"].startswith("trac"):
            wanted = [each for each in [*good, *answers] if "content" in each or each in good]
            assert all(each["content"]["application/json"]["example"] for each in wanted), operation


def test_what_goes_to_aws_is_valid_openapi():
    validate(render("aws", **AWS))


def test_rendered_document_has_no_placeholder_and_no_extension_of_ours(document):
    text = json.dumps(document)
    assert "[[" not in text.replace("[[A-Za", "")
    assert '"x-traclearn' not in text
    assert "traclearn-test" in json.dumps(render("local", bus="traclearn-test"))


def test_a_missing_variable_is_named():
    with pytest.raises(GatewayError, match="vpc_link_id"):
        render("aws", **{key: value for key, value in AWS.items() if key != "vpc_link_id"})


def test_the_command_prints_a_document_or_says_what_is_missing(capsys):
    assert main(["local"]) == 0
    assert "OverrideGrade" in json.loads(capsys.readouterr().out)["components"]["schemas"]
    assert main(["aws"]) == 1
    assert "needs a value" in capsys.readouterr().err
    assert main(["azure"]) == 2
