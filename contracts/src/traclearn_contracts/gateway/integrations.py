"""What API Gateway does with a request: puts an event on the bus, asks a service, or refuses by itself."""

import json
from typing import Any

from traclearn_contracts.gateway.requests import Entry
from traclearn_contracts.gateway.templates import template

Document = dict[str, Any]

ANY = "x-amazon-apigateway-any-method"


def event_integration(integration: Document, entry: Entry, operation: Document, body: Document) -> Document:
    event = operation.get("x-traclearn-event")
    request = (
        entry.of_event(event, body, operation.get("x-traclearn-path", {})) if event else entry.of_relay(body)
    )
    responses = {
        status: response
        | {
            "responseTemplates": {
                kind: template(name) for kind, name in response["responseTemplates"].items()
            }
        }
        for status, response in integration["responses"].items()
    }
    return integration | {"requestTemplates": {"application/json": request}, "responses": responses}


def refusal_integration(integration: Document, refusal: Document) -> Document:
    """The same answer to whatever is asked."""
    request, response = {"statusCode": refusal["status"]}, {"message": refusal["message"]}
    answer = {"statusCode": str(refusal["status"]), "responseTemplates": _as_json(response)}
    return integration | {"requestTemplates": _as_json(request), "responses": {"default": answer}}


AUTHORIZATION: Document = {"name": "Authorization", "in": "header", "schema": {"type": "string"}}
"""A parameter of each route that is cached: whoever asks with another token gets an answer of their own."""


def read_integration(integrations: Document, operation: Document, method: str, path: str) -> Document:
    """The request as it came, with its body and query, to the service that answers it."""
    integration: Document = integrations[operation["x-traclearn-read"]]
    from_path = {
        f"integration.request.path.{each['name']}": f"method.request.path.{each['name']}"
        for each in operation.get("parameters", [])
        if each["in"] == "path"
    }
    return integration | {
        "httpMethod": "ANY" if method == ANY else method.upper(),
        "uri": integration["uri"] + path.replace("+}", "}"),
        "requestParameters": integration.get("requestParameters", {}) | from_path,
        **_cache_key(operation),
    }


def _cache_key(operation: Document) -> Document:
    """All that an answer depends on, where the route is cached; the operation then has AUTHORIZATION, too."""
    if "x-traclearn-cache" not in operation:
        return {}
    place = {"query": "querystring", "path": "path", "header": "header"}
    asked = [f"method.request.{place[one['in']]}.{one['name']}" for one in operation["parameters"]]
    return {"cacheKeyParameters": asked}


def gateway_responses(answers: Document) -> Document:
    def response(answer: Document) -> Document:
        made: Document = {"responseTemplates": _as_json({"message": answer["message"]})}
        if "status" in answer:
            made["statusCode"] = answer["status"]
        if "retry" in answer:
            made["responseParameters"] = {"gatewayresponse.header.Retry-After": f"'{answer['retry']}'"}
        return made

    return {kind: response(answer) for kind, answer in answers.items()}


def _as_json(body: Document) -> dict[str, str]:
    """The one template of a constant."""
    return {"application/json": json.dumps(body)}
