"""Words that build sentences."""

from importlib.resources import files


def _read() -> frozenset[str]:
    lines = files(__package__).joinpath("stop_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


STOP_WORDS = _read()
"""In lower case; contractions both whole (`isn't`) and cut at the apostrophe (`isn`)."""
