"""The words of one paragraph of a Word document, formulas and notes in their places."""

import re
from collections.abc import Mapping
from typing import Any

from traclearn_documents.building import dropped_content, formula
from traclearn_documents.building.outline import Outline

Element = Any
"""Of lxml; Word's own names are what counts, whatever prefix a program gives them."""
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
SKIPPED = {
    "pPr",
    "rPr",
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "sdtPr",
    "tblPr",
    "Fallback",
    "txbxContent",
}
PICTURES = {"drawing", "pict", "object"}
FIELD = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)")?(?:[^"]*\\l\s+"([^"]*)")?')


def name(element: Element) -> str:
    """Without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element, *path: str) -> Element | None:
    """The first descendant along the path of names."""
    for step in path:
        element = next((one for one in element if name(one) == step), None)
        if element is None:
            return None
    return element


def value(element: Element | None, attribute: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((str(text) for key, text in element.items() if key.rpartition("}")[2] == attribute), None)


class Text:
    """Reads one paragraph: `words`, the formulas that stand alone, and the paragraphs in text boxes."""

    def __init__(self, outline: Outline, targets: Mapping[str, str], notes: Mapping[str, str]) -> None:
        self._outline, self._targets, self._notes = outline, targets, notes
        self._parts: list[str] = []
        self._fields: list[tuple[list[str], int]] = []
        self.formulas: list[str] = []
        self.boxes: list[Element] = []

    def read(self, paragraph: Element) -> str:
        for one in paragraph:
            self._any(one)
        return "".join(self._parts).strip("\n")

    def _any(self, element: Element) -> None:
        kind = name(element)
        if kind == "t":
            self._parts.append(element.text or "")
        elif kind in SIGNS:
            self._parts.append("" if value(element, "type") in ("page", "column") else SIGNS[kind])
        elif kind == "oMath":
            self._parts.append(formula.written(element))
        elif kind == "oMathPara":
            self.formulas.append(formula.written(element))
        elif kind in PICTURES:
            self._picture(element)
        elif kind in ("footnoteReference", "endnoteReference"):
            note = self._notes.get(kind[:1] + str(value(element, "id")), "")
            self._parts.append(f" [{note}]" if note else "")
        elif kind == "fldChar":
            self._field(str(value(element, "fldCharType")))
        elif kind == "instrText" and self._fields:
            self._fields[-1][0].append(element.text or "")
        elif kind not in SKIPPED:
            self._inside(element, kind)

    def _inside(self, element: Element, kind: str) -> None:
        if kind == "r" and _hidden(element):
            self._outline.dropped.add("hidden passage", "it is formatted as hidden")
            return
        since = len(self._parts)
        for one in element:
            self._any(one)
        if kind == "hyperlink":
            anchor = value(element, "anchor")
            target = self._targets.get(str(value(element, "id")), "") + (f"#{anchor}" if anchor else "")
            self._outline.link(target, "".join(self._parts[since:]))

    def _field(self, type: str) -> None:
        """A field begins, its result follows, it ends; one that links is a link."""
        if type == "begin":
            self._fields.append(([], len(self._parts)))
        elif type == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], len(self._parts))
        elif type == "end" and self._fields:
            code, since = self._fields.pop()
            found = FIELD.match("".join(code))
            if found:
                target = (found[1] or "") + (f"#{found[2]}" if found[2] else "")
                self._outline.link(target, "".join(self._parts[since:]))

    def _picture(self, element: Element) -> None:
        boxes = [one for one in element.iter() if name(one) == "txbxContent"]
        self.boxes += boxes
        if not boxes:
            self._outline.dropped.add("picture", dropped_content.PICTURE)


def _hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and value(vanish) not in ("0", "false")
