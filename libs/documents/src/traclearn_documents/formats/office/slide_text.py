"""The paragraphs of one shape on a slide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from traclearn_documents.building import formula
from traclearn_documents.document import BlockKind
from traclearn_documents.formats.office.word_styles import MONOSPACE
from traclearn_documents.formats.office.word_text import Element, child, name, value

BULLETS = {"buChar": "- ", "buBlip": "- ", "buNone": ""}
Link = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: `marker` is its own bullet or number, "" for none at all; `level` counts from 0."""

    kind: BlockKind
    text: str
    level: int
    marker: str | None


def lines(frame: Any, link: Link | None = None) -> list[Line]:
    """The paragraphs with words; `link(relationship id, words)` hears of links."""
    found: list[Line] = []
    number = 0
    for paragraph in frame.paragraphs:
        element = paragraph._p
        words = _words(element, link)
        if not words.strip():
            continue
        numbered = child(element, "pPr", "buAutoNum") is not None
        number = number + 1 if numbered else 0
        bullet = next((mark for tag, mark in BULLETS.items() if child(element, "pPr", tag) is not None), None)
        kind: BlockKind = "code" if _typewriter(element) else "formula" if _is_formula(element) else "text"
        text = words if kind == "code" else " ".join(words.split())
        found.append(Line(kind, text, paragraph.level, f"{number}. " if numbered else bullet))
    return found


def _words(paragraph: Element, link: Link | None) -> str:
    parts: list[str] = []
    for one in paragraph:
        kind = name(one)
        if kind in ("r", "fld"):
            text = "".join(t.text or "" for t in one if name(t) == "t")
            parts.append(text)
            id = value(child(one, "rPr", "hlinkClick"), "id")
            if link is not None and id:
                link(id, text)
        elif kind == "br":
            parts.append("\n")
        else:
            parts += [formula.written(math) for math in one.iter() if name(math) == "oMath"]
    return "".join(parts)


def _is_formula(paragraph: Element) -> bool:
    return any(name(one) == "oMath" for one in paragraph.iter()) and not any(
        (t.text or "").strip() for run in paragraph if name(run) == "r" for t in run if name(t) == "t"
    )


def _typewriter(paragraph: Element) -> bool:
    runs = [
        run
        for run in paragraph
        if name(run) == "r" and any((t.text or "").strip() for t in run if name(t) == "t")
    ]
    fonts = [value(child(run, "rPr", "latin"), "typeface") or "" for run in runs]
    return bool(fonts) and all(map(MONOSPACE.match, fonts))


def choose(root: Element) -> None:
    """Leaves only the first of the ways in which a program wrote the same thing; formulas are in it."""
    for alternatives in [one for one in root.iter() if name(one) == "AlternateContent"]:
        parent = alternatives.getparent()
        choice = next(iter(alternatives), None)
        if parent is not None and choice is not None:
            for one in choice:
                alternatives.addprevious(one)
            parent.remove(alternatives)
