"""Reads one document in this process. Who reads what strangers sent does it through the `Sandbox`."""

from importlib import import_module
from pathlib import Path, PurePosixPath

from traclearn_documents.building import outline
from traclearn_documents.building.outline import Outline
from traclearn_documents.document import Document
from traclearn_documents.errors import Rejected
from traclearn_documents.recognition import encoding, media_types

TEXTS = {
    media_types.MARKDOWN: "markdown",
    media_types.TEXT: "plain",
    media_types.HTML: "webpage",
    media_types.WIKI: "wiki",
}
FILES = {
    media_types.PDF: "pdf.document",
    media_types.DOCX: "office.word",
    media_types.PPTX: "office.slides",
    media_types.NOTEBOOK: "notebook",
}
"""The module that reads each kind; loaded when needed, since each brings libraries of its own."""
FORMATS = tuple(f"{__package__}.formats.{name}" for name in (*TEXTS.values(), *FILES.values()))

MAX_SOURCE_CHARS = {media_types.HTML: 4 * outline.MAX_TEXT_CHARS}
"""Characters before reading; a web page has more tags than text."""


def read_document(path: Path, name: str, type: str | None) -> Document:
    """The document in a file that was called `name` and declared as `type`, a media type; raises Rejected.

    A wiki page, declared as such, is called by its page's name.
    """
    kind = media_types.recognise(path, name, type)
    found = Outline()
    if kind.note:
        found.dropped.add(f"name ending in “{PurePosixPath(name).suffix[:20]}”", kind.note)
    if kind.type in TEXTS:
        _read_text(encoding.decode(path.read_bytes(), markup=kind.type == media_types.HTML), kind.type, found)
    else:
        import_module(f"{__package__}.formats.{FILES[kind.type]}").read_file(path, found)
    title = PurePosixPath(name)
    return _finished(found, kind.type, title.name if type == media_types.WIKI else title.stem)


def _read_text(text: str, type: str, found: Outline) -> None:
    if len(text) > MAX_SOURCE_CHARS.get(type, outline.MAX_TEXT_CHARS):
        raise outline.too_long()
    import_module(f"{__package__}.formats.{TEXTS[type]}").read_text(text, found)


def _finished(found: Outline, type: str, name: str) -> Document:
    if found.says_something():
        return found.build(type, name)
    dropped = ", ".join(loss.what for loss in found.dropped.all()[:5])
    raise Rejected(
        "no_text",
        "There is no text in it that could be taught"
        + (f"; what it holds is left out ({dropped})" if dropped else "")
        + ". Add the text, or take the document out.",
    )
