"""Real files of each format become teachable; broken ones are turned away, and the next goes on."""

import io
import zipfile

import pytest
from PIL import Image

from .author import COURSE, handbook

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

GOOD = sorted(path for path in COURSE.iterdir() if path.is_file())
TEXT = handbook("Rows lie in pages, and a page is read as a whole.")


def zip_bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 300_000_000)
    return data.getvalue()


def scan():
    data = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(data, "PDF")
    return data.getvalue()


BAD = {
    "bomb.docx": (zip_bomb, {"bomb"}),
    "scan.pdf": (scan, {"scanned"}),
    "nothing.txt": (lambda: b"\0" * 5000, {"broken", "no_text", "bad_encoding", "empty"}),
    "cut.pdf": (lambda: next(p for p in GOOD if p.suffix == ".pdf").read_bytes()[:2000], {"broken"}),
    "program.pdf": (lambda: b"\x7fELF" + bytes(range(256)) * 20, {"wrong_type", "unsupported", "broken"}),
    "blank.md": (lambda: b"\n \n\n", {"no_text", "empty"}),
    "front.md": (lambda: b"---\ntraclearn:\n  difficulty: [\n---\n# A\n\nText.\n", {"front_matter"}),
}


def test_each_format_of_the_demo_course_becomes_teachable(stack, author, name):
    """The same files as `make up` indexed, by another name: near-duplicates of those."""
    for path in GOOD:
        document, revision = author.add(name(path.name), path.read_bytes())
        found = author.wait(document, revision, seconds=120)
        assert found["chunks"], path.name
        assert all(chunk["tokens"] <= 256 for chunk in found["chunks"]), path.name
        assert found["title"], path.name
        if path.suffix in {".pdf", ".pptx"}:
            assert found["pages"] >= 1
            assert all(chunk["page"] for chunk in found["chunks"]), path.name
        assert any(chunk["duplicates"] for chunk in found["chunks"]), path.name


def test_what_is_hostile_or_broken_is_turned_away_and_the_next_goes_on(stack, author, live_corpus, name):
    worker = stack.pid("indexer")
    for file, (make, reasons) in BAD.items():
        document, _ = author.add(name(file), make())
        found = author.wait(document, 1, "rejected", "ready", seconds=120)
        assert (found["state"], found["reason"] in reasons) == ("rejected", True), (file, found["reason"])
        assert len(found["detail"]) > 20, file
        assert live_corpus.seen(document) is None
        author.ready(name(f"after-{file}.md"), TEXT)
    assert stack.pid("indexer") == worker


def test_a_rejected_revision_leaves_the_one_before_teachable(author, live_corpus, name):
    first = author.ready(name("kept.md"), TEXT)
    seen = live_corpus.seen(first["document"])
    document, _ = author.add(name("kept.md"), b"\n\n")
    found = author.wait(document, 2, "rejected")
    assert (found["live_revision"], live_corpus.seen(document)) == (1, seen)
