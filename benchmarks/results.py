"""Where the benchmarks' results lie."""

import json
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path("build/bench").absolute()


def write_result(result: Mapping[str, object]) -> None:
    """Into `build/bench/<name>.json`, by the result's `name`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{result['name']}.json").write_text(json.dumps(result, indent=2) + "\n")
