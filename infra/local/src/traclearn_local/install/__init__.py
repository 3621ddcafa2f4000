"""Brings onto the machine what the stack needs. A second run finds the stamps and does nothing."""

from traclearn_local.console import step
from traclearn_local.install import debian, model, neo4j, venvs
from traclearn_local.stack import Stack


def install(stack: Stack, *, browser: bool = False) -> None:
    """`browser` adds Chromium, which only the tests need. Raises Missing with what to run by hand."""
    stack.tools.mkdir(parents=True, exist_ok=True)
    missing = debian.missing(browser=browser)
    if missing:
        with step(f"Debian packages: {' '.join(missing)}"):
            debian.install(missing)
    for name in venvs.NAMES:
        if not venvs.is_fresh(stack.tools, name):
            with step(f"Environment {name}"):
                venvs.build(stack.tools, name)
    if not model.is_there(stack.tools):
        with step("Embedding model"):
            model.fetch(stack.tools)
    if not neo4j.is_there(stack.tools):
        with step("Neo4j"):
            neo4j.fetch(stack.tools)
