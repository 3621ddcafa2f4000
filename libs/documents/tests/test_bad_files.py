"""Files that are damaged, locked, hostile or none: each is rejected, and the next one is read."""

import random
import zipfile
import zlib

import pytest
from PIL import Image

DEEP = 100_000
BOMB = b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
)


@pytest.fixture(autouse=True)
def the_next_document_is_read(read, files):
    yield
    assert read(files / "tides.md").title == "Tides and the Moon"


@pytest.fixture
def repacked(files, tmp_path):
    """An office file with one of its parts changed."""

    def make(name, part, change):
        with (
            zipfile.ZipFile(files / name) as old,
            zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for member in old.namelist():
                data = old.read(member)
                new.writestr(member, change(data) if member == part else data)
        return tmp_path / name

    return make


def pdf(pages, content=b""):
    """A PDF with a page tree and a compressed content of one's own."""
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        pages,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(content), content),
    )
    body = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(places)
    return body + table + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize("name", ["a.md", "a.pdf", "a.docx"])
def test_empty_file_is_rejected_as_empty(rejected, made, name):
    assert rejected(made(name, b""))[0] == "empty"


@pytest.mark.parametrize("name", ["a.md", "a.pdf", "a.docx"])
def test_file_of_nuls_is_rejected_as_broken(rejected, made, name):
    reason, detail = rejected(made(name, bytes(3_000_000)))
    assert reason == "broken"
    assert "zero bytes" in detail


@pytest.mark.parametrize(
    ("name", "content"), [("a.md", " \n\n"), ("b.md", "![](x.png)\n\n---\n"), ("c.html", "<html><p>")]
)
def test_file_without_words_is_rejected_as_no_text(rejected, made, name, content):
    assert rejected(made(name, content))[0] == "no_text"


def test_a_file_of_two_gibibytes_is_not_even_opened(rejected, tmp_path):
    path = tmp_path / "sparse.pdf"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    reason, detail = rejected(path)
    assert reason == "too_large"
    assert "2,147,483,648 bytes" in detail


@pytest.mark.parametrize("file", ["tides-locked.pdf", "tides-locked.docx"])
def test_file_with_a_password_is_rejected_as_encrypted(rejected, files, file):
    reason, detail = rejected(files / file)
    assert reason == "encrypted"
    assert "without one" in detail


def test_pdf_of_scans_is_rejected_with_the_advice_of_ocr(rejected, tmp_path):
    page = Image.new("L", (400, 500), 200)
    page.save(tmp_path / "scan.pdf", save_all=True, append_images=[page] * 3)
    reason, detail = rejected(tmp_path / "scan.pdf")
    assert reason == "scanned"
    assert "4 of 4 pages" in detail
    assert "OCR" in detail


@pytest.mark.parametrize("file", ["tides-libreoffice.pdf", "tides-pandoc.docx", "slides-pandoc.pptx"])
def test_truncated_file_is_rejected_as_broken(rejected, files, made, file):
    whole = (files / file).read_bytes()
    assert rejected(made(file, whole[: len(whole) // 2]))[0] == "broken"


@pytest.mark.parametrize("name", ["noise.docx", "noise.pdf", "noise.pptx"])
def test_noise_named_as_an_office_file_is_rejected_as_wrong_type(rejected, made, name):
    assert rejected(made(name, random.Random(2).randbytes(20_000)))[0] == "wrong_type"


@pytest.mark.parametrize("mebibytes", [40, pytest.param(300, marks=pytest.mark.slow)])
def test_zip_that_unpacks_to_far_more_is_rejected_as_bomb(rejected, repacked, mebibytes):
    path = repacked("tides-pandoc.docx", "word/document.xml", lambda _: bytes(mebibytes << 20))
    reason, detail = rejected(path)
    assert reason == "bomb"
    assert "unpacks to" in detail


def test_zip_of_eleven_thousand_members_is_rejected_as_bomb(rejected, tmp_path):
    with zipfile.ZipFile(tmp_path / "many.docx", "w") as archive:
        for number in range(11_000):
            archive.writestr(f"{number}", b"")
    assert rejected(tmp_path / "many.docx")[0] == "bomb"


@pytest.mark.parametrize(
    ("name", "part"),
    [("tides-pandoc.docx", "word/document.xml"), ("slides-pandoc.pptx", "ppt/slides/slide1.xml")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_whose_entities_unfold_is_rejected_as_bomb(rejected, repacked, name, part, encoding):
    path = repacked(name, part, lambda _: (BOMB.decode() + "]><l>&j;</l>").encode(encoding))
    reason, detail = rejected(path)
    assert reason == "bomb"
    assert part in detail


def test_office_xml_nested_too_deep_is_rejected(rejected, repacked):
    inside = b"<w:sdt><w:sdtContent>" * DEEP + b"</w:sdtContent></w:sdt>" * DEEP
    path = repacked(
        "tides-pandoc.docx",
        "word/document.xml",
        lambda data: data.replace(b"</w:body>", inside + b"</w:body>"),
    )
    assert rejected(path)[0] in ("broken", "bomb")


def test_pdf_of_too_many_pages_is_rejected_as_too_long(rejected, made):
    reason, detail = rejected(made("a.pdf", pdf(b"<</Type/Pages/Count 900000/Kids[3 0 R]>>")))
    assert reason == "too_long"
    assert "at most 2,000" in detail


@pytest.mark.slow
def test_pdf_that_unpacks_to_a_gibibyte_is_rejected(rejected, made):
    packer = zlib.compressobj(1)
    content = b"".join(packer.compress(b" " * (64 << 20)) for _ in range(24)) + packer.flush()
    assert rejected(made("a.pdf", pdf(b"<</Type/Pages/Count 1/Kids[3 0 R]>>", content)))[0] in (
        "broken",
        "bomb",
        "no_text",
    )


def test_text_beyond_the_limit_is_rejected_as_too_long(rejected, made):
    assert rejected(made("a.txt", "word " * 1_100_000))[0] == "too_long"


@pytest.mark.parametrize("name", ["line.txt", "line.md"])
def test_one_long_line_is_read_all_the_same(read, made, name):
    assert read(made(name, "word " * 900_000)).blocks[-1][1].endswith("word")


@pytest.mark.parametrize("times", [DEEP // 10, pytest.param(DEEP, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("brackets.md", ("", "[", "x")),
        ("emphasis.md", ("", "*a_ ", "")),
        ("links.md", ("", "[a](b", "")),
        ("dollars.md", ("", "$a ", "")),
        ("tags.md", ("", "<a ", "")),
        ("div.html", ("<html><body>", "<div>", "x")),
        ("list.html", ("<html><body>", "<ul><li>", "x")),
        ("math.html", ("<html><p>words</p><math>", "<mrow>", "<mi>x</mi>")),
    ],
)
def test_odd_texts_are_read_all_the_same(read, made, name, text, times):
    before, again, behind = text
    assert any(map(str.isalpha, read(made(name, before + again * times + behind)).blocks[-1][1]))


@pytest.mark.parametrize("mark", [">", "- ", "1. "])
def test_markdown_nested_too_deep_is_rejected_as_no_text(rejected, made, mark):
    assert rejected(made("deep.md", mark * DEEP + " x"))[0] == "no_text"


def test_what_nobody_foresaw_is_the_documents_fault_and_not_the_workers(rejected, tmp_path):
    (tmp_path / "folder.md").mkdir()
    reason, detail = rejected(tmp_path / "folder.md")
    assert reason == "broken"
    assert "IsADirectoryError" in detail
