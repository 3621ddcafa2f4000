"""The tables of inputs and outputs in each module's README, made from its variables and outputs.

`python -m traclearn_local.terraform.readmes` writes them; `make infra-check` compares.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from traclearn_local.terraform.workspace import SOURCES

BEGIN, END = "<!-- made by traclearn_local.terraform.readmes -->", "<!-- end -->"
BLOCK = re.compile(r'^(variable|output) "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
DESCRIPTION = re.compile(r'^  description = "(.*)"$', re.MULTILINE)
HEAD = {
    "variable": "| input | | default |\n|---|---|---|",
    "output": "| output | |\n|---|---|",
}


def modules() -> Iterator[Path]:
    yield from sorted(path.parent for path in SOURCES.glob("modules/*/variables.tf"))


def tables(module: Path) -> str:
    """Raises RuntimeError naming what has no description."""
    rows: dict[str, list[str]] = {"variable": [], "output": []}
    for name in ("variables.tf", "outputs.tf"):
        text = (module / name).read_text() if (module / name).is_file() else ""
        for kind, title, body in BLOCK.findall(text):
            said = DESCRIPTION.search(body)
            if said is None:
                raise RuntimeError(f"{module.name}: {kind} {title} has no description")
            words = said[1].replace('\\"', '"').replace("|", "\\|")
            default = f" {_default(body)} |" if kind == "variable" else ""
            rows[kind].append(f"| `{title}` | {words} |{default}")
    made = [f"{HEAD[kind]}\n" + "\n".join(lines) for kind, lines in rows.items() if lines]
    return f"{BEGIN}\n" + "\n\n".join(made) + f"\n{END}"


def _default(body: str) -> str:
    """One line of it; longer ones are in the file."""
    found = re.search(r"^  default += (.*)$", body, re.MULTILINE)
    if found is None:
        return "*needed*"
    value = re.sub(r"\s*#.*", "", found[1])
    return f"`{value}`" if not value.endswith(("{", "[")) else "see the file"


def with_tables(module: Path) -> str:
    """The README as it should be: what a person wrote above, the tables below. Raises RuntimeError."""
    readme = module / "README.md"
    if not readme.is_file():
        raise RuntimeError(f"{module.name} has no README.md: say in a sentence or two what it is for")
    written, _, _ = readme.read_text().partition(BEGIN)
    return f"{written.rstrip()}\n\n{tables(module)}\n"


def check() -> None:
    """Raises RuntimeError naming the modules whose README is not up to date."""
    old = [one.name for one in modules() if with_tables(one) != (one / "README.md").read_text()]
    if old:
        raise RuntimeError(f"{', '.join(old)}: run `.venv/bin/python -m {__spec__.name}`")


def main() -> None:
    for module in modules():
        (module / "README.md").write_text(with_tables(module))


if __name__ == "__main__":
    main()
