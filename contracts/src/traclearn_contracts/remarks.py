"""What a machine says to a learner, as codes with parameters, and the English words for them.

The codes and their words lie in `contracts/remarks.json`. Who reads another language makes words of the codes
there; who reads none of the codes gets these.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from traclearn_contracts.files import CONTRACTS
from traclearn_contracts.models import Remark

WHOLE = "The whole answer"
"""The name of the only point of a question without a rubric."""


@cache
def known_codes() -> Mapping[str, Mapping[str, object]]:
    """Each code with what it is about, its English words and an example."""
    known: dict[str, dict[str, object]] = json.loads((CONTRACTS / "remarks.json").read_text())
    return known


def say(remark: Remark) -> str:
    """Its words, without the name of the point where that stands before them. Raises KeyError for a code that
    the contract has not."""
    words = {
        "label": name_of(remark),
        "quote": remark.quote or "",
        "text": remark.text or "",
        "titles": "; ".join(remark.titles),
        "names": listed(remark.titles),
        "words": ", ".join(remark.words),
    }
    return str(known_codes()[remark.code]["english"]) % words


def prose(remarks: Iterable[Remark], between: str = "\n") -> str:
    """All of them in order; what is said of one point together, behind its name."""
    return between.join(_lines(remarks))


def name_of(remark: Remark) -> str:
    """The point as its author calls it, or by its number; empty where it is not named."""
    if remark.label or remark.point is None:
        return remark.label or ""
    return f"Point {remark.point}" if remark.point else WHOLE


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _lines(remarks: Iterable[Remark]) -> Iterator[str]:
    for name, about in groupby(remarks, _name_before):
        said = [say(remark) for remark in about]
        yield from [f"{name}: {' '.join(said)}"] if name else said


def _name_before(remark: Remark) -> str:
    """The name of the point that stands before the words; empty where they have it themselves."""
    return "" if "%(label)s" in str(known_codes()[remark.code]["english"]) else name_of(remark)
