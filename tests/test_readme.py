"""README's table of the way of an answer and of a document through the code names what is there."""

import ast
import re
from collections.abc import Iterator

import pytest
from traclearn_local.stack import ROOT

HOP = re.compile(r"^\| ([^|]+) \| `([\w/.-]+\.py):([\w.]+)` \|$", re.M)
HOPS = HOP.findall((ROOT / "README.md").read_text())


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
