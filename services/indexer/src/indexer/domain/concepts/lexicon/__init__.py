"""Word lists that the inference reads: plain text, one idea a file, `#` for remarks."""

from functools import cache
from importlib.resources import files


@cache
def phrase_list(name: str) -> frozenset[str]:
    """The lines of `<name>.txt` that say something."""
    text = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def word_list(name: str) -> frozenset[str]:
    """All words of `<name>.txt`."""
    return frozenset(word for line in phrase_list(name) for word in line.split())
