"""Front matter: what an author says about a document in the document. It wins over what is inferred."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

import yaml

from traclearn_documents.errors import Rejected

MAX_FRONT_MATTER_CHARS = 20_000
"""Characters between the lines of dashes."""
MAX_NAME_CHARS = 200
MAX_PREREQUISITES = 50
OPENING_LINE = re.compile(r"\s*---[ \t]*\n")
CLOSING_LINE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
TRACLEARN_KEY = re.compile(r"^[ \t]*['\"]?traclearn['\"]?[ \t]*:", re.MULTILINE)
KEYS = ("subject", "concept", "prerequisites", "difficulty")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`values` of `traclearn:`, the document's own `title`, and the text `rest` behind the front matter."""

    values: dict[str, Any]
    title: str | None
    rest: str


def split(text: str) -> FrontMatter:
    """Takes front matter between lines of dashes off the top of a text; a rule and other dashes stay text."""
    opening = OPENING_LINE.match(text)
    if opening is None:
        return FrontMatter({}, None, text)
    closing = CLOSING_LINE.search(text, opening.end(), opening.end() + MAX_FRONT_MATTER_CHARS)
    if closing is None:
        if TRACLEARN_KEY.search(text, opening.end(), opening.end() + MAX_FRONT_MATTER_CHARS):
            _reject(text.count("\n", 0, opening.end()), "front matter begins here and no line of --- ends it")
        return FrontMatter({}, None, text)
    found = parse(text[opening.end() : closing.start()], text.count("\n", 0, opening.end()))
    return FrontMatter({}, None, text) if found is None else FrontMatter(*found, text[closing.end() :])


def parse(text: str, above: int = 0) -> tuple[dict[str, Any], str | None] | None:
    """The `traclearn:` values and the title in a YAML mapping; None for a text that is no front matter.

    `above` is the number of lines above it, so that a rejection names the line of the file.
    """
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        if not TRACLEARN_KEY.search(text):
            return None
        mark = getattr(error, "problem_mark", None)
        _reject(above + 1 + (mark.line if mark else 0), getattr(error, "problem", None) or "this is not YAML")
    if not isinstance(root, yaml.MappingNode):
        return None
    entries = {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}
    title = entries.get("title")
    values = _values(entries["traclearn"], above) if "traclearn" in entries else {}
    return values, title.value if isinstance(title, yaml.ScalarNode) else None


def checked(raw: Mapping[str, Any], fail: Callable[[str, str], NoReturn]) -> dict[str, Any]:
    """The values with their types made sure of; `fail(key, problem)` tells what is wrong and where."""
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in KEYS:
            fail(key, f"“{key[:50]}” is not known here; there are {', '.join(KEYS)}")
        values[key] = _CHECKS[key](value, partial(_fail_at, key, fail))
    return values


def _fail_at(key: str, fail: Callable[[str, str], NoReturn], problem: str) -> NoReturn:
    fail(key, f"{key} {problem}")


def _values(node: yaml.Node, above: int) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        _reject(
            above + 1 + node.start_mark.line,
            "traclearn: must be followed by indented lines such as “subject: …”",
        )
    lines = {str(key.value)[:50]: above + 1 + key.start_mark.line for key, _ in node.value}
    raw = {str(key.value)[:50]: _plain(value) for key, value in node.value}
    return checked(raw, lambda key, problem: _reject(lines[key], problem))


def _plain(node: yaml.Node) -> Any:
    """Words as written (`subject: 101` is a word too), lists of them; None for whatever is neither."""
    if isinstance(node, yaml.SequenceNode):
        return [child.value if isinstance(child, yaml.ScalarNode) else None for child in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _name(value: Any, fail: Callable[[str], NoReturn]) -> str:
    if not isinstance(value, str) or not value.strip():
        fail("must be words")
    if len(value.strip()) > MAX_NAME_CHARS:
        fail(f"is longer than {MAX_NAME_CHARS} characters")
    return " ".join(value.split())


def _names(value: Any, fail: Callable[[str], NoReturn]) -> list[str]:
    listed = [value] if isinstance(value, str) and value else value
    if not isinstance(listed, list) or len(listed) > MAX_PREREQUISITES:
        fail(f"must be a list of at most {MAX_PREREQUISITES} concepts, such as [supply, demand]")
    return [_name(item, fail) for item in listed]


def _difficulty(value: Any, fail: Callable[[str], NoReturn]) -> int:
    if isinstance(value, bool) or str(value) not in {"1", "2", "3", "4", "5"}:
        fail("must be a whole number from 1 (easiest) to 5")
    return int(value)


_CHECKS: dict[str, Callable[[Any, Callable[[str], NoReturn]], Any]] = {
    "subject": _name,
    "concept": _name,
    "prerequisites": _names,
    "difficulty": _difficulty,
}


def _reject(line: int, problem: str) -> NoReturn:
    raise Rejected("front_matter", f"Line {line}: {problem}. Correct the front matter, or take it out.")
