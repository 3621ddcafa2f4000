"""README's tables say what is there: the ways of answers and documents through the code, and the events.

That functions are called on their way is held by `contract/test_readme_hops.py`, as far as it goes.
"""

import ast
import re
from collections.abc import Iterator

import pytest
from traclearn_contracts import topology
from traclearn_local.stack import ROOT

HOP = re.compile(r"^\| ([^|]+) \| `([\w/.-]+\.py):([\w.]+)` \|$", re.M)
HOPS = HOP.findall((ROOT / "README.md").read_text())

SOURCES = {
    "traclearn.trac": "Trac",
    "traclearn.path-generator": "path generator",
    "traclearn.grader": "grader",
    "traclearn.indexer": "indexer",
    "aws.s3": "S3",
}
"""Source of an event → the word of the README."""


def names(tree: ast.AST, above: str = "") -> Iterator[str]:
    """Functions, classes and methods, with their classes in front."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield above + node.name
            yield from names(node, f"{above}{node.name}.")


@pytest.mark.parametrize(("hop", "file", "function"), HOPS, ids=[hop for hop, *_ in HOPS])
def test_hop_of_the_readme_is_where_it_says(hop, file, function):
    assert function in set(names(ast.parse((ROOT / file).read_text())))


def test_every_line_of_the_table_names_a_function():
    table = (ROOT / "README.md").read_text().split("### Where that is in the code")[1].split("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith("| hop")]
    assert len(lines) == len(HOPS) > 15


def test_table_of_events_has_the_publishers_and_consumers_of_the_topology():
    said, ours = {}, {}
    table = (ROOT / "README.md").read_text().split("\n## Events")[1].split("\n## ")[0]
    for names, publishers, consumers in re.findall(
        r"^\| (`[^|]+`) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", table, re.M
    ):
        for name in re.findall(r"`([^`]+)`", names):
            said[name] = (
                {one for one in SOURCES if SOURCES[one] in publishers},
                {one.replace(" ", "-") for one in consumers.split(", ")},
            )
    for queue in topology.read().queues:
        for rule in queue.rules:
            for name in rule.detail_types:
                publishers, consumers = ours.setdefault(name, (set(), set()))
                publishers.add(rule.source)
                consumers.add(queue.name)
    assert said == ours
