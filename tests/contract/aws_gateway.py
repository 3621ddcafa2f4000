"""API Gateway on AWS as documented, with the real Velocity engine and a bus that answers as told."""

import json
from dataclasses import dataclass, field

import jsonschema
from traclearn_contracts.gateway import render
from traclearn_contracts.gateway.rendering import operations

VARIABLES = {
    "user_pool_arn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a",
    "events_role_arn": "arn:aws:iam::123456789012:role/gateway",
    "vpc_link_id": "link",
    "backend": "balancer.internal",
}
TAKEN = (200, '{"FailedEntryCount": 0, "Entries": [{"EventId": "17793124-05d4-b198-2fde-7ededc63b103"}]}')
CLAIMS = {"sub": "5f0c2a54-8a39-4c1f-9f6e-2f1f7a1f0b11", "cognito:groups": "authors,operators"}


@dataclass
class Answer:
    """What the caller sees, and what PutEvents was asked (None: it was not)."""

    status: int
    body: dict = field(default_factory=dict)
    put: dict | None = None

    @property
    def entry(self):
        (entry,) = self.put["Entries"]
        return entry

    @property
    def detail(self):
        return json.loads(self.entry["Detail"])


@dataclass
class Caller:
    """What the authorizer found in the token, what is in the path, and headers of the caller's own."""

    claims: dict = field(default_factory=lambda: CLAIMS)
    ticket: str = "42"
    question: str = "9b0c9a51-7d4e-5b0c-8a43-1d7f1c0e6b21"
    headers: dict = field(default_factory=dict)


class AwsGateway:
    """Validation, content type, request template, PutEvents, response template: in API Gateway's order."""

    def __init__(self, velocity, serialiser):
        self._velocity, self._serialiser = velocity, serialiser
        self.document = render("aws", **VARIABLES)
        self.routes = {operation["operationId"]: operation for _, operation in operations(self.document)}

    def example(self, route):
        return self.routes[route]["requestBody"]["content"]["application/json"]["example"]

    def send(self, route, body, *, content_type="application/json", upstream=TAKEN, validate=True, **caller):
        """`upstream`: what PutEvents answers (status, text); without `validate` the template stands alone."""
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        if validate and content_type == "application/json" and not self._fits(route, text):
            return Answer(400)
        integration = self.routes[route]["x-amazon-apigateway-integration"]
        template = integration["requestTemplates"].get(content_type)
        if template is None:
            assert integration["passthroughBehavior"] == "never"
            return Answer(415)
        return self._put(integration, self._run(template, text, Caller(**caller)), upstream)

    def rendered(self, template, text):
        """What a constant template makes of a body."""
        return json.loads(self._run(template, text, Caller())["output"])

    def _fits(self, route, text):
        reference = self.routes[route]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        schema = self.document["components"]["schemas"][reference.rsplit("/", 1)[1]]
        return jsonschema.Draft4Validator(schema).is_valid(json.loads(text))

    def _run(self, template, text, caller):
        params = {
            "path": {"ticket_id": caller.ticket, "question_id": caller.question},
            "querystring": {"ticket_id": "7", "x-traclearn-learner": "forged"},
            "header": caller.headers,
        }
        context = {"authorizer": {"claims": caller.claims}}
        return self._velocity.run(template, text, params=params, context=context, json=self._serialiser)

    def _put(self, integration, asked, upstream):
        put = json.loads(asked["output"])
        status, payload = upstream if put["Entries"] else (400, '{"__type": "ValidationException"}')
        response = integration["responses"].get(str(status), integration["responses"]["default"])
        answered = self._velocity.run(
            response["responseTemplates"]["application/json"],
            payload,
            context={"requestOverride": asked["requestOverride"]},
            json=self._serialiser,
        )
        final = answered["responseOverride"].get("status", int(response["statusCode"]))
        return Answer(final, json.loads(answered["output"]), put)
