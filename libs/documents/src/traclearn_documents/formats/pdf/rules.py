"""The straight lines that are drawn on a page: what tables are made of."""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from traclearn_documents.formats.pdf.page import Box

MAX_STRAIGHT_LINES = 4000
"""Straight lines of a page; more of them are a drawing."""
MIN_LINE_POINTS = 3.0


def rules(page: Any, height: float) -> list[tuple[Box, bool]]:
    """The straight lines of what is drawn on a page, each with whether it is upright."""
    found: list[tuple[Box, bool]] = []
    for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], 1):
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(thing, matrix)
        found += _straight(thing, matrix, height)
        if len(found) > MAX_STRAIGHT_LINES:
            return []
    return found


def _straight(path: Any, matrix: Any, height: float) -> list[tuple[Box, bool]]:
    found: list[tuple[Box, bool]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MAX_STRAIGHT_LINES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            height - (matrix.b * x.value + matrix.d * y.value + matrix.f),
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            found += _rule(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            found += _rule(point, start)
        last = point
    return found


def _rule(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[Box, bool]]:
    (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    wide, high = x1 - x0, bottom - top
    if min(wide, high) > 1 or max(wide, high) < MIN_LINE_POINTS:
        return []
    return [((x0, top, x1, bottom), high > wide)]
