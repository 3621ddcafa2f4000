"""The plugin's `setup.py` asks for what the plugin imports, and for nothing else."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from traclearn_local.stack import ROOT

PLUGIN = ROOT / "trac"
OF_PYTHON = sys.stdlib_module_names | {"HTMLParser", "cookielib", "htmlentitydefs", "rfc822", "urlparse"}
"""Of 3 and of 2.7."""
OF_TRAC = {"jinja2", "pkg_resources"}
"""Trac 1.4 asks for them itself, and cannot start without them."""
PACKAGES = {"jwt": "PyJWT", "yaml": "PyYAML", "trac": "Trac"}
"""Module → package, where the names differ."""
USED_BY_TRAC = {"Babel", "pytz", "psycopg2-binary"}
"""Trac itself imports them, where they are."""


def imports(node: ast.AST, guarded: bool = False) -> Iterator[tuple[str, bool]]:
    """The first word of each module that is imported, and whether a `try` is around it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name.split(".")[0], guarded) for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            yield child.module.split(".")[0], guarded
        else:
            yield from imports(child, guarded or isinstance(child, ast.Try))


def imported() -> Iterator[tuple[Path, str, bool]]:
    """File, package of others, and whether the file does without it."""
    for path in (PLUGIN / "learning").rglob("*.py"):
        if "tests" not in path.parts:
            for module, guarded in imports(ast.parse(path.read_bytes())):
                if module not in OF_PYTHON | OF_TRAC | {"learning"}:
                    yield path, PACKAGES.get(module, module), guarded


def declared() -> tuple[set[str], set[str]]:
    """What is always required, and what by an extra."""
    tree = ast.parse((PLUGIN / "setup.py").read_bytes())
    (call,) = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "setup")
    said = {word.arg: word.value for word in call.keywords}
    extras = ast.literal_eval(said["extras_require"])
    return (
        {re.match(r"[\w-]+", line)[0] for line in ast.literal_eval(said["install_requires"])},
        {re.match(r"[\w-]+", line)[0] for lines in extras.values() for line in lines},
    )


def test_what_the_plugin_imports_is_required_and_the_other_way_round():
    required, optional = declared()
    assert {package for _, package, _ in imported()} == (required | optional) - USED_BY_TRAC


def test_what_an_extra_brings_is_imported_where_the_plugin_does_without():
    required, _ = declared()
    needing = {
        str(path.relative_to(PLUGIN))
        for path, package, guarded in imported()
        if package not in required and not guarded
    }
    assert {name for name in needing if not name.startswith("learning/server/")} == set()
