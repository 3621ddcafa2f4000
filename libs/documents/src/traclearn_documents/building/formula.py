"""Formulas as text. TeX stays as written; Office's (OMML) and the web's (MathML) become a line, `a/(b^2)`."""

from collections.abc import Callable, Sequence
from typing import Any

MAX_FORMULA_LINES = 60
"""Lines of one formula between `$$`; what is not closed by then is no formula."""
MAX_NESTING = 200
INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
"""Marks for `times` and `of` that nobody sees."""
PROPERTIES = "Pr"
"""What the names of elements end in that only say how others look."""

Element = Any
"""Of lxml."""
Rule = Callable[[Element, Sequence[str]], str]


def end(lines: list[str], at: int) -> int | None:
    """The line behind a formula between `$$` that begins on line `at`; None where none begins."""
    first = lines[at].strip()
    if not first.startswith("$$") or first == "$$$$":
        return None
    if "$$" in first[2:]:
        return at + 1 if first.endswith("$$") else None
    for behind in range(at + 1, min(at + MAX_FORMULA_LINES, len(lines))):
        if "$$" in lines[behind]:
            return behind + 1 if lines[behind].rstrip().endswith("$$") else None
    return None


def written(element: Element) -> str:
    """An OMML or MathML element in one line of text; TeX if it brings that with it."""
    for child in element.iter():
        if _name(child) == "annotation" and "tex" in (child.get("encoding") or "").lower() and child.text:
            return f"${child.text.strip()}$"
    return " ".join(_written(element, 0).translate(INVISIBLE).split())


def _written(element: Element, depth: int) -> str:
    name = _name(element)
    if depth > MAX_NESTING or name in {"annotation", "annotation-xml", "mphantom", "phant"}:
        return ""
    parts = [_written(child, depth + 1) for child in element if not _name(child).endswith(PROPERTIES)]
    if name in RULES:
        return RULES[name](element, parts)
    return "".join(parts) or (element.text or "")


def _name(element: Element) -> str:
    """Without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _set(element: Element, name: str, default: str) -> str:
    """What OMML says in a property of the element: its operator or its brackets."""
    for child in element.iter():
        if _name(child) == name:
            return next(iter(child.values()), "")
    return default


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _at(parts: Sequence[str], place: int) -> str:
    return parts[place] if place < len(parts) else ""


def _mark(sign: str, text: str) -> str:
    return f"{sign}{_grouped(text)}" if text else ""


def _fraction(_: Element, parts: Sequence[str]) -> str:
    return f"{_grouped(_at(parts, 0))}/{_grouped(_at(parts, 1))}"


def _scripts(*signs: str) -> Rule:
    """A base and what stands at it, in the order of the element's children."""
    return lambda _, parts: (
        _at(parts, 0) + "".join(_mark(sign, _at(parts, place)) for place, sign in enumerate(signs, 1))
    )


def _before(_: Element, parts: Sequence[str]) -> str:
    return _mark("_", _at(parts, 0)) + _mark("^", _at(parts, 1)) + _at(parts, 2)


def _root(_: Element, parts: Sequence[str]) -> str:
    return f"root{_mark('_', parts[0])}({_at(parts, 1)})" if parts and parts[0] else f"√({_at(parts, 1)})"


def _mathml_root(element: Element, parts: Sequence[str]) -> str:
    return _root(element, [_at(parts, 1), _at(parts, 0)])


def _sum(element: Element, parts: Sequence[str]) -> str:
    return (
        _set(element, "chr", "∫")
        + _mark("_", _at(parts, 0))
        + _mark("^", _at(parts, 1))
        + " "
        + _at(parts, 2)
    )


def _brackets(element: Element, parts: Sequence[str]) -> str:
    return (
        _set(element, "begChr", "(") + _set(element, "sepChr", "|").join(parts) + _set(element, "endChr", ")")
    )


def _fence(element: Element, parts: Sequence[str]) -> str:
    return str(element.get("open", "(")) + ", ".join(parts) + str(element.get("close", ")"))


RULES: dict[str, Rule] = {
    **dict.fromkeys(("f", "mfrac"), _fraction),
    **dict.fromkeys(("sSup", "msup", "limUpp", "mover"), _scripts("^")),
    **dict.fromkeys(("sSub", "msub", "limLow", "munder"), _scripts("_")),
    **dict.fromkeys(("sSubSup", "msubsup", "munderover"), _scripts("_", "^")),
    **dict.fromkeys(("m", "eqArr", "mtable"), lambda _, parts: "[" + "; ".join(parts) + "]"),
    **dict.fromkeys(("mr", "mtr"), lambda _, parts: ", ".join(parts)),
    "sPre": _before,
    "rad": _root,
    "mroot": _mathml_root,
    "msqrt": lambda _, parts: f"√({''.join(parts)})",
    "nary": _sum,
    "d": _brackets,
    "mfenced": _fence,
    "func": lambda _, parts: " ".join(parts),
    "acc": lambda element, parts: "".join(parts) + _set(element, "chr", "\u0302"),
    "bar": lambda _, parts: f"overline({''.join(parts)})",
}
