"""Renders `docs/api.md` from `openapi.yaml`: what a person reads is what the gateway does."""

import json
from collections.abc import Iterator
from itertools import groupby

from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_contracts.gateway.integrations import ANY
from traclearn_contracts.gateway.rendering import Document, resolve, routes

API = CONTRACTS.parent / "docs" / "api.md"
HEAD = """# REST API

Generated from [contracts/openapi.yaml](../contracts/openapi.yaml) by `make models`: edit that instead.

{description}
Send Cognito's id token as `Authorization: Bearer …`; in a browser, Trac's cookie becomes it. A body is JSON
(`Content-Type: application/json`), and every refusal is `{{"message": …}}`, which says what to do.
"""


def render_api() -> str:
    """The document, in Markdown. Trac's own pages pass through the gateway unread and are left out."""
    contract = read_yaml(CONTRACTS / "openapi.yaml")
    lines = [HEAD.format(description=contract["info"]["description"])]
    for path, method, operation in routes(contract):
        if method != ANY:
            lines += [f"## {method.upper()} {path}", "", *_operation(operation, contract), ""]
    return "\n".join(lines).rstrip() + "\n"


def _operation(operation: Document, contract: Document) -> Iterator[str]:
    yield " ".join(operation["summary"].split())
    yield ""
    yield from _facts(operation)
    if parameters := [resolve(each, contract) for each in operation.get("parameters", ())]:
        yield from ("", "| parameter | in | what |", "|---|---|---|", *map(_parameter, parameters))
    if body := operation.get("requestBody"):
        yield from ("", "Request:", "", *_example(body["content"]["application/json"]["example"]))
    yield from ("", "| status | what |", "|---|---|")
    answers = {status: resolve(each, contract) for status, each in operation["responses"].items()}
    for description, alike in groupby(answers, key=lambda status: _line(answers[status]["description"])):
        yield f"| {', '.join(alike)} | {description} |"
    for status, answer in answers.items():
        if status.startswith("2") and "content" in answer:
            yield from ("", f"{status}:", "", *_example(answer["content"]["application/json"]["example"]))


def _facts(operation: Document) -> Iterator[str]:
    """Who may call, and what becomes of the call."""
    (scopes,) = operation["security"][0].values() if operation.get("security") else ([],)
    yield f"- Token: {f'machine client with scope `{scopes[0]}`' if scopes else 'of a signed-in person'}"
    events = [operation[key] for key in ("x-traclearn-event",) if key in operation]
    for event in events + operation.get("x-traclearn-relay", []):
        yield f"- Event: `{event}` ([schema](../contracts/events/{event}.json))"
    if "x-traclearn-read" in operation:
        yield f"- Answered by: {operation['x-traclearn-read']}"


def _parameter(parameter: Document) -> str:
    name = f"`{parameter['name']}`" + (" (required)" if parameter.get("required") else "")
    rules = {key: value for key, value in parameter["schema"].items() if key != "items"}
    rule = ", ".join(str(value) if key == "type" else f"{key} {value}" for key, value in rules.items())
    said = f"{parameter.get('description', '')} ({rule})"
    return f"| {name} | {parameter['in']} | {_line(said)} |"


def _example(value: object) -> list[str]:
    return ["```json", *json.dumps(value, indent=2, ensure_ascii=False).splitlines(), "```"]


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
