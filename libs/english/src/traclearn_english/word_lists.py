"""Word lists of a package: plain text, one idea a file, `#` for remarks."""

from functools import cache
from importlib.resources import files


@cache
def read_lines(package: str, name: str) -> tuple[str, ...]:
    """The lines of `<name>.txt` that say something."""
    text = files(package).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def read_words(package: str, name: str) -> frozenset[str]:
    """All words of `<name>.txt`."""
    return frozenset(word for line in read_lines(package, name) for word in line.split())


@cache
def read_group(package: str, name: str, kind: str) -> frozenset[str]:
    """The words of `<name>.txt` on its lines that begin with `<kind>:`."""
    found = (line.split(":", 1) for line in read_lines(package, name))
    return frozenset(word for key, rest in found if key == kind for word in rest.split())
