"""Renders `contracts/openapi.yaml`: fills in models, templates and integrations, takes our own keys out."""

from collections.abc import Iterator
from typing import Any, Literal

from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_contracts.gateway.bodies import event_body, relay_body
from traclearn_contracts.gateway.draft04 import down_convert
from traclearn_contracts.gateway.integrations import (
    ANY,
    AUTHORIZATION,
    event_integration,
    gateway_responses,
    read_integration,
    refusal_integration,
)
from traclearn_contracts.gateway.requests import Entry
from traclearn_contracts.gateway.templates import fill

Target = Literal["aws", "local"]
Document = dict[str, Any]

DEFAULTS = {"bus": "traclearn", "partition": "aws", "region": "us-east-1"}
METHODS = ("get", "put", "post", "delete", ANY)


def render(target: Target, **variables: str) -> Document:
    """The document to import.

    `local` has the event routes only (the front door sends reads straight to their services) and takes who
    acts from the headers that the front door sets. `aws` takes it from the authorizer's claims and needs
    `user_pool_arn`, `events_role_arn`, `vpc_link_id`, `backend` (host of the load balancer); a missing one
    raises GatewayError. Both know `bus`, `partition`, `region`.
    """
    document: Document = read_yaml(CONTRACTS / "openapi.yaml")
    if target == "local":
        _only_events(document)
    bus, source = (DEFAULTS | variables)["bus"], document["x-traclearn-source"]
    entry = Entry(bus, source, document["x-traclearn-producers"], target)
    _inline_parameters(document)
    integrations = document["x-traclearn-integrations"]
    for path, method, operation in routes(document):
        if body := _body(operation):
            _add_model(document, operation, body, target)
            integration = event_integration(integrations["event"], entry, operation, body)
        elif refusal := operation.get("x-traclearn-refusal"):
            integration = refusal_integration(integrations["refusal"], refusal)
        else:
            if "x-traclearn-cache" in operation:
                operation["parameters"] = [AUTHORIZATION, *operation.get("parameters", [])]
            integration = read_integration(integrations, operation, method, path)
        operation["x-amazon-apigateway-integration"] = integration
    answers = gateway_responses(document["x-traclearn-gateway-responses"])
    document["x-amazon-apigateway-gateway-responses"] = answers
    rendered: Document = _finish(document, DEFAULTS | variables)
    return rendered


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    """Each path with each of its operations."""
    for path, _, operation in routes(document):
        yield path, operation


def routes(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Each path with each of its methods and the operation there."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def resolve(node: Document, document: Document) -> Document:
    """What a `$ref` into the same document stands for; anything else itself."""
    if "$ref" not in node:
        return node
    found = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def _body(operation: Document) -> Document | None:
    if event := operation.get("x-traclearn-event"):
        return event_body(event, tuple(operation.get("x-traclearn-path", ())))
    if events := operation.get("x-traclearn-relay"):
        return relay_body(tuple(events))
    return None


def _add_model(document: Document, operation: Document, body: Document, target: Target) -> None:
    name = operation["operationId"][0].upper() + operation["operationId"][1:]
    model = down_convert(body)
    if target == "local":  # the emulator would take a newer draft; on AWS this key is not part of OpenAPI
        model = {"$schema": "http://json-schema.org/draft-04/schema#", **model}
    document["components"]["schemas"][name] = model
    content = operation["requestBody"]["content"]["application/json"]
    content["schema"] = {"$ref": f"#/components/schemas/{name}"}


def _only_events(document: Document) -> None:
    """Takes out what the emulator does not have: reads, authorizers, roles."""
    kept = {}
    for path, item in document["paths"].items():
        if events := {method: each for method, each in item.items() if "x-traclearn-read" not in each}:
            kept[path] = events
    document["paths"] = kept
    for _, operation in operations(document):
        del operation["security"]
    del document["components"]["securitySchemes"]
    del document["x-traclearn-integrations"]["event"]["credentials"]


def _inline_parameters(document: Document) -> None:
    """Shared parameters stand in each operation: importers differ on references to them."""
    for _, operation in operations(document):
        if "parameters" in operation:
            operation["parameters"] = [resolve(each, document) for each in operation["parameters"]]
    del document["components"]["parameters"]


def _finish(value: Any, variables: dict[str, str]) -> Any:
    """Our own keys taken out, slots filled."""
    if isinstance(value, dict):
        return {
            key: _finish(each, variables)
            for key, each in value.items()
            if not str(key).startswith("x-traclearn-")
        }
    if isinstance(value, list):
        return [_finish(each, variables) for each in value]
    return fill(value, variables) if isinstance(value, str) else value
