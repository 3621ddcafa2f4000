"""Jupyter notebooks: their text and code; of what code printed only short text."""

import json
from pathlib import Path
from typing import Any, NoReturn

import nbformat

from traclearn_documents.building import front_matter
from traclearn_documents.building.outline import Outline
from traclearn_documents.errors import Rejected
from traclearn_documents.formats import markdown
from traclearn_documents.recognition import encoding

MAX_OUTPUT_CHARS = 1000
MAX_OUTPUT_LINES = 12
"""Characters and lines of an output that is kept: longer ones are data, not teaching."""
AGAIN = "Open it in Jupyter, save it, and upload that file."
REMOVED = {"remove-cell", "remove_cell", "hide-cell", "hide_cell"}


def read_file(path: Path, outline: Outline) -> None:
    """Reads a notebook of any version of the format."""
    text = encoding.decode(path.read_bytes())
    try:
        notebook: Any = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    except (json.JSONDecodeError, nbformat.ValidationError, nbformat.reader.NotJSONError) as error:
        raise Rejected("broken", f"This is no whole notebook. {AGAIN}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Rejected("broken", f"This notebook lacks parts that each one has. {AGAIN}") from error
    metadata = notebook.metadata
    outline.title = metadata["title"] if isinstance(metadata.get("title"), str) else None
    if "traclearn" in metadata:
        outline.front = _front(metadata["traclearn"])
    for cell in notebook.cells:
        _cell(cell, outline)


def _cell(cell: Any, outline: Outline) -> None:
    source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
    if REMOVED & set(cell.metadata.get("tags") or ()):
        outline.dropped.add("hidden cell", "its tags keep it from readers")
    elif cell.cell_type == "markdown":
        markdown.blocks(source, outline)
    elif cell.cell_type == "code":
        outline.add("code", source + _printed(cell.get("outputs") or (), outline) if source.strip() else "")
    else:
        outline.dropped.add("raw cell", "raw cells are meant for other programs")


def _printed(outputs: Any, outline: Outline) -> str:
    """What the code printed, below it, where that is short text."""
    kept = []
    for output in outputs:
        text = output.get("text") or (output.get("data") or {}).get("text/plain") or ""
        text = (text if isinstance(text, str) else "".join(text)).strip("\n")
        shown = output.get("output_type") in ("stream", "execute_result") and text.strip()
        if shown and len(text) <= MAX_OUTPUT_CHARS and text.count("\n") < MAX_OUTPUT_LINES:
            kept.append(text)
        else:
            outline.dropped.add("code output", "only short text that code printed is kept")
    return "\n\nOutput:\n" + "\n".join(kept) if kept else ""


def _front(raw: Any) -> dict[str, Any]:
    def fail(_: str, problem: str) -> NoReturn:
        raise Rejected(
            "front_matter", f"The notebook's metadata, traclearn: {problem}. Correct it, or take it out."
        )

    if not isinstance(raw, dict):
        fail("", "it must be an object, such as {“subject”: …}")
    return front_matter.checked(raw, fail)
