"""The Velocity templates of the event routes, made from the files in `contracts/gateway`.

A template writes JSON (`Detail`) inside a JSON string, so what `$input.json` made JSON is escaped once more
and a bare string twice. On AWS `escapeJavaScript` escapes the apostrophe, too, which JSON does not know: the
slot [[apostrophe]] puts it back after each escape. The emulator leaves the apostrophe alone, and putting it
back there would harm an answer with a backslash before an apostrophe.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from traclearn_contracts.files import CONTRACTS

Schema = dict[str, Any]

COMMENT = re.compile(r"#\*.*?\*#\n?", re.DOTALL)
APOSTROPHE = {"aws": r""".replaceAll("\\'","'")""", "local": ""}


class GatewayError(ValueError):
    """The gateway cannot be rendered; the message says what is missing."""


def fill(text: str, slots: Mapping[str, str]) -> str:
    """Fills each [[slot]]. Raises GatewayError naming a slot that has no value."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise GatewayError(f"the rendering needs a value for {match[1]!r}")
        return slots[match[1]]

    return re.sub(r"\[\[([\w.]+)]]", value, text)


def template(name: str, slots: Mapping[str, str] | None = None) -> str:
    """One file of `contracts/gateway` without comments, filled; other files are slots by their own name."""
    folder = CONTRACTS / "gateway"
    files = {path.name: COMMENT.sub("", path.read_text()).strip() for path in folder.glob("*.vtl")}
    return fill(files[name], {**files, **(slots or {})})


def json_of(path: str) -> str:
    """The JSON value of a field of the body, for inside Detail."""
    return f"$util.escapeJavaScript($input.json('$.{path}'))[[apostrophe]]"


def string_of(variable: str) -> str:
    """A bare string as a JSON string, for inside Detail."""
    return rf"\"$util.escapeJavaScript($util.escapeJavaScript({variable})[[apostrophe]])[[apostrophe]]\""


def optional(path: str, otherwise: Any) -> str:
    """As `json_of`; a constant when the body has no such field or null."""
    constant = json.dumps(json.dumps(otherwise))[1:-1]
    return f"""#if("$!input.path('$.{path}')" != ""){json_of(path)}#{{else}}{constant}#{{end}}"""


def fields(values: Mapping[str, str]) -> str:
    """The members of a JSON object, for inside Detail."""
    return ", ".join(rf"\"{name}\": {value}" for name, value in values.items())


def body_fields(body: Schema, names: list[str]) -> dict[str, str]:
    """Each named field as the body has it; what may be absent becomes its default, or null."""
    return {
        name: json_of(name)
        if name in body["required"]
        else optional(name, body["properties"][name].get("default"))
        for name in names
    }
