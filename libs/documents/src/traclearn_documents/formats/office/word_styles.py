"""What a paragraph of a Word document is, by its style and its numbering."""

import re
from collections import defaultdict
from dataclasses import dataclass

from traclearn_documents.formats.office.word_text import Element, child, name, value

HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|contents|table of figures|index)\b.*", re.IGNORECASE)
CODE = re.compile(r".*(?:\bcode\b|preformatted|verbatim|listing|plain text|macro text).*", re.IGNORECASE)
QUOTE = re.compile(r".*(?:\bquot|block text).*", re.IGNORECASE)
MONOSPACE = re.compile(
    r"(?:courier|consolas|menlo|monaco|.*\bmono\b|.*mono$|fixedsys|cascadia|source code)", re.IGNORECASE
)
BODY_LEVEL = 9
"""The outline level of what is no heading."""
MAX_STYLE_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    above: str | None
    outline: int | None
    numbering: Element | None
    font: str | None


class Styles:
    """The styles and numberings of one document; either part may be missing."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = {
            str(value(one, "styleId")): _style(one)
            for one in (() if styles is None else styles)
            if name(one) == "style"
        }
        self._formats = {} if numbering is None else _formats(numbering)
        self._counts: defaultdict[tuple[str, int], int] = defaultdict(int)

    def heading(self, paragraph: Element) -> int:
        """Its level, counted from 1; 0 for what is no heading."""
        own = value(child(paragraph, "pPr", "outlineLvl"))
        if own is not None and own.isdecimal():
            return int(own) + 1 if int(own) < BODY_LEVEL else 0
        for style in self._chain(paragraph):
            if found := HEADING.fullmatch(style.name):
                return int(found[1])
            if style.outline is not None:
                return style.outline + 1 if style.outline < BODY_LEVEL else 0
        return 0

    def is_title(self, paragraph: Element) -> bool:
        return next((style.name.lower() == "title" for style in self._chain(paragraph)), False)

    def is_contents(self, paragraph: Element) -> bool:
        return any(CONTENTS.fullmatch(style.name) for style in self._chain(paragraph))

    def is_quote(self, paragraph: Element) -> bool:
        return any(QUOTE.fullmatch(style.name) for style in self._chain(paragraph))

    def is_code(self, paragraph: Element) -> bool:
        """By its style, or because all its words are in a typewriter's letters."""
        if any(
            CODE.fullmatch(style.name) or MONOSPACE.match(style.font or "")
            for style in self._chain(paragraph)
        ):
            return True
        runs = [run for run in paragraph if name(run) == "r" and any(name(one) == "t" for one in run)]
        fonts = [value(child(run, "rPr", "rFonts"), "ascii") or "" for run in runs]
        return bool(fonts) and all(map(MONOSPACE.match, fonts))

    def item(self, paragraph: Element) -> str | None:
        """The indentation and bullet or number of an item of a list; None for what is none."""
        numbering = child(paragraph, "pPr", "numPr")
        if numbering is None:
            numbering = next((s.numbering for s in self._chain(paragraph) if s.numbering is not None), None)
        number = value(child(numbering, "numId")) if numbering is not None else None
        if numbering is None or number in (None, "0"):
            return None
        written = value(child(numbering, "ilvl")) or "0"
        level = min(int(written), MAX_STYLE_DEPTH) if written.isdecimal() else 0
        return "  " * level + self._marker(str(number), level)

    def _marker(self, number: str, level: int) -> str:
        format = self._formats.get((number, level), "bullet")
        if format in ("bullet", "none"):
            return "- "
        self._counts[number, level] += 1
        for deeper in range(level + 1, MAX_STYLE_DEPTH):
            self._counts.pop((number, deeper), None)
        return f"{self._counts[number, level]}. "

    def _chain(self, paragraph: Element) -> list[Style]:
        """The paragraph's style and those that it is based on."""
        chain: list[Style] = []
        id = value(child(paragraph, "pPr", "pStyle"))
        while id in self._styles and len(chain) < MAX_STYLE_DEPTH:
            chain.append(self._styles[id])
            id = chain[-1].above
        return chain


def _style(element: Element) -> Style:
    outline = value(child(element, "pPr", "outlineLvl"))
    return Style(
        name=value(child(element, "name")) or "",
        above=value(child(element, "basedOn")),
        outline=int(outline) if outline and outline.isdecimal() else None,
        numbering=child(element, "pPr", "numPr"),
        font=value(child(element, "rPr", "rFonts"), "ascii"),
    )


def _formats(numbering: Element) -> dict[tuple[str, int], str]:
    """How each level of each numbering counts, by its id."""
    abstract = {
        str(value(one, "abstractNumId")): [
            (value(level, "ilvl") or "0", value(child(level, "numFmt")) or "decimal")
            for level in one
            if name(level) == "lvl"
        ]
        for one in numbering
        if name(one) == "abstractNum"
    }
    return {
        (str(value(one, "numId")), int(level)): format
        for one in numbering
        if name(one) == "num"
        for level, format in abstract.get(str(value(child(one, "abstractNumId"))), ())
        if level.isdecimal()
    }
