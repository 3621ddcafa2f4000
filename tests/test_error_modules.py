"""What a package raises stands in its `errors.py`, where who catches it looks."""

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

from traclearn_local.stack import ROOT

FOLDERS = ("libs/*/src", "services/*/src", "trac/learning")
ELSEWHERE = {
    "trac/learning/rendering/budget.py:RenderingTimeout",
    "trac/learning/rendering/budget.py:RenderingBusy",
    "trac/learning/server/connection.py:ServerError",
    "trac/learning/sync/loop.py:Stopped",
}
"""They have to be something else than their package's errors; the docstrings say why."""


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for pattern in FOLDERS:
        for folder in ROOT.glob(pattern):
            for path in folder.rglob("*.py"):
                if "tests" not in path.parts:
                    tree = ast.parse(path.read_bytes())
                    yield from ((path, node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def bases(node: ast.ClassDef) -> set[str]:
    return {base.id for base in node.bases if isinstance(base, ast.Name)} | {
        base.attr for base in node.bases if isinstance(base, ast.Attribute)
    }


def exception_names(known: list[tuple[Path, ast.ClassDef]]) -> set[str]:
    """What Python, Trac and waitress bring, and whatever comes of those."""
    found = {
        name
        for name, one in vars(builtins).items()
        if isinstance(one, type) and issubclass(one, BaseException)
    }
    found |= {"TracError", "Error"}
    while more := {node.name for _, node in known if node.name not in found and bases(node) & found}:
        found |= more
    return found


def test_public_exception_stands_in_an_errors_module():
    known = list(classes())
    names = exception_names(known)
    assert {"WorkerError", "ReadOnly", "LearningError", "NameTaken"} <= names
    strayed = {
        f"{path.relative_to(ROOT)}:{node.name}"
        for path, node in known
        if bases(node) & names and path.name != "errors.py" and not node.name.startswith("_")
    }
    assert strayed == ELSEWHERE
