"""Refuses an edit of a published event version that is not an addition.

`python -m traclearn_contracts.compatibility` compares `contracts/` with the commit given as argument or in
`TRACLEARN_BASE`, else with where this branch left `origin/main`, else with the commit before; and always with
the release that `contracts/published` names. A new need is a `v2` beside the old version.
(What decides whether one schema contains another does not fit: it refuses an optional property more.)
"""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from traclearn_contracts.events import ContractError, parse
from traclearn_contracts.history import Published, base_commit, current_files, published_files, release

ANNOTATION_KEYWORDS = {"description", "title", "$comment", "examples"}
"""Keywords that change no message."""


def breaks(old: Any, new: Any, where: str = "#") -> Iterator[str]:
    """Each way in which `new` is more than `old` with additions. An addition is an optional property."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        if old != new:
            yield f"{where}: {json.dumps(old)} became {json.dumps(new)}"
        return
    for keyword in sorted((old.keys() | new.keys()) - ANNOTATION_KEYWORDS):
        yield from _breaks(keyword, old.get(keyword), new.get(keyword), f"{where}/{keyword}")


def _breaks(keyword: str, old: Any, new: Any, where: str) -> Iterator[str]:
    if keyword == "properties":
        for name, schema in (old or {}).items():
            if name not in (new or {}):
                yield f"{where}/{name}: removed"
            else:
                yield from breaks(schema, new[name], f"{where}/{name}")
    elif keyword in ("required", "enum", "type") and isinstance(old, list) and isinstance(new, list):
        for word, values in (("added", _without(new, old)), ("removed", _without(old, new))):
            if values:
                yield f"{where}: {word} {json.dumps(values)}"
    else:
        yield from breaks(old, new, where)


def _without(these: list[Any], those: list[Any]) -> list[Any]:
    return [value for value in these if value not in those]


def edits(published: Published, current: Published) -> Iterator[str]:
    """What an edit did to published files beyond adding."""
    for path, content in published.items():
        if path not in current:
            yield f"{path}: published and now gone"
        elif path.startswith("examples/"):
            yield from _example(path, content, current[path])
        else:
            yield from (f"{path} {fault}" for fault in breaks(content, current[path]))


def _example(path: str, old: Any, new: Any) -> Iterator[str]:
    if old != new:
        yield f"{path}: a released example was edited: add another beside it"
    try:
        parse(old["source"], old["detail-type"], old["detail"])
    except ContractError as error:
        yield f"{path}: no longer valid: {error}"


def main(arguments: list[str]) -> int:
    base = arguments[0] if arguments else os.environ.get("TRACLEARN_BASE") or base_commit()
    bases = {commit for commit in (base, release()) if commit}
    if not bases:
        print("no earlier commit here: nothing is published yet, or the history is cut off", file=sys.stderr)
        return 0
    now = current_files()
    faults = sorted({fault for commit in bases for fault in edits(published_files(commit), now)})
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("A published version changes only by addition: make a v2 beside it.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
