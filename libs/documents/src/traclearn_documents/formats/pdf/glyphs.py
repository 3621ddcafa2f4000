"""The letters of a page by PDFium, put together to spans of lines."""

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from traclearn_documents.formats.pdf.page import MIN_COLUMN_GAP, TextSpan

BOLD = re.compile(r"bold|black|heavy|demi|medi\b|cmbx|sfbx|-bd\b", re.IGNORECASE)
MONO = re.compile(
    r"mono|courier|consol|menlo|monaco|typewriter|inconsolata|cmtt|sftt|\bcode|fixed", re.IGNORECASE
)
FIXED_PITCH = 1
"""Of a font's flags (ISO 32000, table 121)."""
MIN_EXPONENT_RISE, MAX_EXPONENT_SIZE = 0.15, 0.85
"""Of the size: how much higher and smaller an exponent stands."""
BACK = 0.3
"""Of the size: how far left of the last letter the next may begin; those of a ligature begin at one place."""
NEGLIGIBLE_SHARE = 0.1
"""The share of letters that does not count: a bullet before code, a comma in what is bold."""
HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""What PDFium says for a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class Style:
    size: float
    bold: bool
    mono: bool
    quarter: int
    """Turns to the left, each by 90 degrees."""


@dataclass(frozen=True, slots=True)
class Glyph:
    letter: str
    x0: float
    x1: float
    y: float
    style: Style


class Glyphs:
    """Reads the letters of one page of `width` and `height`."""

    def __init__(self, text: Any, width: float, height: float, fonts: dict[int, tuple[bool, bool]]) -> None:
        self._text, self._fonts = text, fonts
        self._width, self._height = width, height
        self._left, self._right, self._bottom, self._top = (ctypes.c_double() for _ in range(4))
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._styles: dict[int, Style] = {}
        self.turned = 0
        self.quarter = 0

    def spans(self) -> list[TextSpan]:
        """The page's spans as they were written; letters that stand across the others are counted only."""
        found = self._glyphs()
        turns = Counter(glyph.style.quarter for glyph in found if glyph)
        self.quarter = turns.most_common(1)[0][0] if turns else 0
        self.turned = turns.total() - turns[self.quarter]
        spans: list[TextSpan] = []
        run: list[Glyph] = []
        for glyph in found:
            if glyph is not None and glyph.style.quarter != self.quarter:
                continue
            if run and (glyph is None or not _goes_on(run, glyph)):
                spans.append(_span(run))
                run = []
            if glyph is not None and (run or not glyph.letter.isspace()):
                run.append(glyph)
        if run:
            spans.append(_span(run))
        return spans

    def _glyphs(self) -> list[Glyph | None]:
        """Letters, and None where PDFium ends a line."""
        found: list[Glyph | None] = []
        style: Style | None = None
        high = 0
        for index in range(pdfium.FPDFText_CountChars(self._text)):
            code = pdfium.FPDFText_GetUnicode(self._text, index)
            if code in (10, 13):
                found.append(None)
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF)
            style = self._style(index) or style
            if style is not None and code:
                found.append(self._glyph(index, HYPHENS.get(code) or chr(code), style))
        return found

    def _glyph(self, index: int, letter: str, style: Style) -> Glyph:
        left, right, bottom, top = self._left, self._right, self._bottom, self._top
        pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        match style.quarter:
            case 0:
                return Glyph(letter, left.value, right.value, self._height - self._y.value, style)
            case 1:
                return Glyph(letter, bottom.value, top.value, self._x.value, style)
            case 2:
                return Glyph(
                    letter, self._width - right.value, self._width - left.value, self._y.value, style
                )
            case _:
                y = self._width - self._x.value
                return Glyph(letter, self._height - top.value, self._height - bottom.value, y, style)

    def _style(self, index: int) -> Style | None:
        """How a letter looks; letters of one text object look the same."""
        thing = pdfium.FPDFText_GetTextObject(self._text, index)
        if not thing:
            return None
        key = ctypes.addressof(thing.contents)
        if key not in self._styles:
            size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
            pdfium.FPDFTextObj_GetFontSize(thing, size)
            pdfium.FPDFPageObj_GetMatrix(thing, matrix)
            quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            bold, mono = self._font(pdfium.FPDFTextObj_GetFont(thing))
            self._styles[key] = Style(size.value * math.hypot(matrix.c, matrix.d) or 1.0, bold, mono, quarter)
        return self._styles[key]

    def _font(self, font: Any) -> tuple[bool, bool]:
        """Whether it is bold, and a typewriter's."""
        if not font:
            return False, False
        key = ctypes.addressof(font.contents)
        if key not in self._fonts:
            buffer = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
            name = buffer.value.decode("latin-1")
            mono = bool(pdfium.FPDFFont_GetFlags(font) & FIXED_PITCH) or bool(MONO.search(name))
            self._fonts[key] = bool(BOLD.search(name)), mono
        return self._fonts[key]


def _goes_on(run: list[Glyph], glyph: Glyph) -> bool:
    """Whether a letter stands on the line of the run, right behind it."""
    last = run[-1]
    size = max(last.style.size, glyph.style.size)
    ink = next((one for one in reversed(run) if not one.letter.isspace()), last)
    same_line = abs(glyph.y - run[0].y) < 0.6 * size
    return same_line and ink.x0 - BACK * size < glyph.x0 < ink.x1 + MIN_COLUMN_GAP * size


def _span(run: list[Glyph]) -> TextSpan:
    styles = Counter(glyph.style for glyph in run if not glyph.letter.isspace()) or Counter([run[0].style])
    plain = Counter({style: count for style, count in styles.items() if not style.mono})
    mono = plain.total() < NEGLIGIBLE_SHARE * styles.total()
    main = (styles if mono else plain).most_common(1)[0][0]
    bold = sum(count for style, count in styles.items() if style.bold)
    base = next((glyph.y for glyph in run if glyph.style == main), run[0].y)
    ink = [glyph for glyph in run if not glyph.letter.isspace()] or run
    return TextSpan(
        text=_text(run, main, base),
        x0=ink[0].x0,
        x1=ink[-1].x1,
        y=base,
        size=main.size,
        bold=bold > (1 - NEGLIGIBLE_SHARE) * styles.total(),
        mono=mono,
    )


def _text(run: list[Glyph], main: Style, base: float) -> str:
    """The letters; `^` before what stands raised, so that 10 to the third does not become 103."""
    parts: list[str] = []
    raised = False
    for glyph in run:
        up = (
            glyph.style.size < MAX_EXPONENT_SIZE * main.size
            and base - glyph.y > MIN_EXPONENT_RISE * main.size
        )
        if up and not raised and parts and glyph.letter.isalnum():
            parts.append("^")
        raised = up and not glyph.letter.isspace()
        parts.append(glyph.letter)
    return "".join(parts).rstrip()
