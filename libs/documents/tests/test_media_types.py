"""What a file is, whatever it is called."""

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize(
    ("file", "name", "type"),
    [
        ("tides-libreoffice.pdf", "tides.docx", "application/pdf"),
        (
            "tides-pandoc.docx",
            "tides.pdf",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "slides-pandoc.pptx",
            "a.docx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("tides-pandoc.html", "tides.txt", "text/html"),
        ("tides-pandoc.ipynb", "tides.md", "application/x-ipynb+json"),
    ],
)
def test_a_wrong_ending_is_seen_through_and_told(read, files, file, name, type):
    told = read(files / file, name)
    assert told.type == type
    assert told.document.dropped[0].what.startswith("name ending in")
    assert told.document.dropped[0].why.endswith("was read as one")


@pytest.mark.parametrize(
    ("file", "name", "why"),
    [
        ("tides.md", "tides.pdf", ("wrong_type", "not a PDF")),
        ("tides.md", "tides.docx", ("wrong_type", "not a Word document")),
        ("tides-pandoc.odt", "tides.odt", ("unsupported", "OpenDocument")),
        ("tides-pandoc.odt", "tides.docx", ("wrong_type", "OpenDocument")),
        ("tides-libreoffice.doc", "tides.doc", ("unsupported", "before 2007")),
        ("tides-libreoffice.doc", "tides.docx", ("wrong_type", "before 2007")),
        ("currents.tex", "currents.tex", ("unsupported", "Files ending in .tex")),
    ],
)
def test_what_cannot_be_read_is_named_with_advice(rejected, files, file, name, why):
    reason, detail = rejected(files / file, name)
    assert reason == why[0]
    assert why[1] in detail
    assert "save" in detail.lower() or "read" in detail


@pytest.mark.parametrize(("name", "reason"), [("moon.png", "unsupported"), ("moon.md", "wrong_type")])
def test_a_picture_is_no_document(rejected, made, name, reason):
    assert rejected(made(name, PNG))[0] == reason


def test_an_unknown_ending_is_read_as_what_it_was_declared(read, rejected, made):
    path = made("notes.log", "Just words.")
    assert rejected(path)[0] == "unsupported"
    assert read(path, type="text/plain").type == "text/plain"
