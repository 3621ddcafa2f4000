"""Word lists that the grader reads: plain text, one idea a file, `#` for remarks.

Those here tell what is no answer. A provider keeps its own, and reads them by its package's name.
"""

from functools import cache
from importlib.resources import files


@cache
def read_lines(name: str, package: str = __name__) -> tuple[str, ...]:
    """The lines of `<name>.txt` that say something."""
    text = files(package).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def read_words(name: str, package: str = __name__) -> frozenset[str]:
    """All words of `<name>.txt`."""
    return frozenset(word for line in read_lines(name, package) for word in line.split())


@cache
def read_group(name: str, kind: str, package: str = __name__) -> frozenset[str]:
    """The words of `<name>.txt` on its lines that begin with `<kind>:`."""
    found = (line.split(":", 1) for line in read_lines(name, package))
    return frozenset(word for key, rest in found if key == kind for word in rest.split())
