"""Reads one document in this process. Who reads what strangers sent does it through the `Sandbox`."""

from importlib import import_module
from pathlib import Path, PurePosixPath

from indexer.adapters.reading import encoding, kinds, outline
from indexer.adapters.reading.outline import Outline
from indexer.domain.document import Extract
from indexer.domain.errors import Rejected

TEXTS = {kinds.MARKDOWN: "markdown", kinds.TEXT: "plain", kinds.HTML: "webpage", kinds.WIKI: "wiki"}
FILES = {kinds.PDF: "pdf.document", kinds.DOCX: "word", kinds.PPTX: "slides", kinds.NOTEBOOK: "notebook"}
"""The module that reads each kind; loaded when needed, since each brings libraries of its own."""

LONGEST_SOURCE = {kinds.HTML: 4 * outline.LONGEST_TEXT}
"""Characters before reading; a web page has more tags than text."""


def read(path: Path, name: str, type: str | None) -> Extract:
    """The document in a file that was called `name` and declared as `type`, a media type; raises Rejected.

    A wiki page, declared as such, is called by its page's name.
    """
    kind = kinds.recognise(path, name, type)
    found = Outline()
    if kind.note:
        found.losses.add(f"name ending in “{PurePosixPath(name).suffix[:20]}”", kind.note)
    if kind.type in TEXTS:
        _read_text(encoding.decode(path.read_bytes(), markup=kind.type == kinds.HTML), kind.type, found)
    else:
        import_module(f"{__package__}.{FILES[kind.type]}").read(path, found)
    title = PurePosixPath(name)
    return _finished(found, kind.type, title.name if type == kinds.WIKI else title.stem)


def _read_text(text: str, type: str, found: Outline) -> None:
    if len(text) > LONGEST_SOURCE.get(type, outline.LONGEST_TEXT):
        raise outline.too_long()
    import_module(f"{__package__}.{TEXTS[type]}").read(text, found)


def _finished(found: Outline, type: str, name: str) -> Extract:
    if found.says_something():
        return found.extract(type, name)
    losses = ", ".join(loss.what for loss in found.losses.all()[:5])
    raise Rejected(
        "no_text",
        "There is no text in it that could be taught"
        + (f"; what it holds is left out ({losses})" if losses else "")
        + ". Add the text, or take the document out.",
    )
