"""An author brings in material in the browser and sees what became teachable."""

import base64
import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

COURSE = Path(__file__).parents[2] / "infra" / "local" / "demo" / "databases"
PDF = COURSE / "07-isolation-and-anomalies.pdf"
MATERIAL = "/trac/learning/material"
NEWEST = f"{MATERIAL}?order=newest"
READY = 120_000
"""ms. The first document of a fresh stack waits for the model and for those of the demo course."""
DROP = """
([name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type}));
  for (const kind of ["dragover", "drop"]) {
    document.querySelector(".learning-drop").dispatchEvent(
      new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
  }
}
"""
NAMELESS = re.compile(r"- (button|checkbox|combobox|link|progressbar|searchbox|textbox|table)(:|$)", re.M)
"""What a screen reader could only call by its kind, in an ARIA snapshot."""


@pytest.fixture
def author(new_page, sign_in):
    return sign_in(new_page(), "author")


@pytest.fixture
def marker():
    """A word that nobody else's document holds."""
    return f"zq{uuid4().hex[:8]}"


@pytest.fixture
def notes(tmp_path, marker):
    path = tmp_path / f"{marker}.md"
    path.write_text(f"# Vacuum\n\nThe vacuum of {marker} frees the room of rows that nobody sees any more.\n")
    return path


def drop(page, path, name, type_):
    page.evaluate(DROP, [name, type_, base64.b64encode(path.read_bytes()).decode()])


def row(page, name):
    return page.locator("#learning-documents tr", has=page.get_by_role("link", name=name, exact=True))


def upload(page, *paths):
    page.goto(NEWEST)
    page.get_by_label("Files", exact=True).set_input_files(paths)
    expect(page.locator(".learning-upload-done")).to_have_count(len(paths))


def ready(page, name):
    """Waits until the open page says so, without loading it again."""
    expect(row(page, name)).to_contain_text("Ready", timeout=READY)


def opened(page, name):
    row(page, name).get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(re.compile(f"{MATERIAL}/[0-9a-f-]{{36}}"))
    return page


def save(page, name, text):
    """A wiki page, as everybody writes it."""
    page.goto(f"/trac/wiki/{name}?action=edit")
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Submit changes").click()
    page.wait_for_url(re.compile(f"/wiki/{name}$"))


def test_a_pdf_is_dropped_and_its_chunks_are_there(author, marker, screenshot):
    author.goto(NEWEST)
    name = f"{marker}.pdf"
    drop(author, PDF, name, "application/pdf")
    expect(author.locator(".learning-upload-done")).to_contain_text("uploaded")
    ready(author, name)
    expect(author.locator(".learning-uploads-status")).to_have_text("1 of 1 uploaded.")
    screenshot(author, "material-ready")
    opened(author, name)
    chunks = author.locator(".learning-chunk")
    expect(chunks.first).to_be_visible()
    assert chunks.count() > 5
    numbers = [int(n) for n in re.findall(r"Part (\d+)", author.locator("#content").inner_text())]
    assert numbers == sorted(numbers)
    pages = [int(n) for n in re.findall(r"^page (\d+)$", "\n".join(chunks.all_inner_texts()), re.M)]
    assert pages == sorted(pages) and pages[0] == 1 and pages[-1] > 1
    expect(author.get_by_role("heading", name="solation").first).to_be_visible()
    screenshot(author, "material-document")


def test_the_same_text_elsewhere_is_pointed_at(author, marker, tmp_path):
    """The demo course holds the same PDF."""
    name = f"{marker}.pdf"
    (tmp_path / name).write_bytes(PDF.read_bytes())
    upload(author, tmp_path / name)
    ready(author, name)
    opened(author, name)
    twin = author.locator(".learning-twins a", has_text=PDF.name).first
    expect(twin).to_be_visible()
    twin.click()
    expect(author.locator(".learning-chunk:target")).to_be_visible()


def test_the_same_file_again_is_nothing_to_do(author, notes):
    upload(author, notes)
    ready(author, notes.name)
    author.get_by_label("Files", exact=True).set_input_files(notes)
    expect(author.locator(".learning-upload-done").nth(1)).to_contain_text("othing")
    expect(row(author, notes.name)).to_contain_text("Ready")


def test_a_folder_keeps_its_paths(author, tmp_path, marker):
    folder = tmp_path / marker
    for name in ("a.md", "below/b.md", ".git/config"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"# {name}\n\nA sentence about {marker} and {name}.\n")
    author.goto(NEWEST)
    author.get_by_label("Folder", exact=True).set_input_files(folder)
    ready(author, f"{marker}/a.md")
    ready(author, f"{marker}/below/b.md")
    expect(row(author, f"{marker}/a.md")).to_contain_text(marker)
    expect(author.locator(".learning-uploads li")).to_have_count(2)
    author.goto(f"{MATERIAL}?subject={marker}&state=ready")
    expect(author.locator("#learning-documents tr")).to_have_count(2)


def test_what_cannot_become_teachable_says_why(author, tmp_path, marker, screenshot):
    for name, content in (("empty", b""), ("broken", b"%PDF-1.7\n" + b"\0" * 2000)):
        (tmp_path / f"{marker}-{name}.pdf").write_bytes(content)
    author.goto(NEWEST)
    author.get_by_label("Files", exact=True).set_input_files(sorted(tmp_path.glob("*.pdf")))
    said = author.locator(".learning-upload-failed")
    expect(said.filter(has_text="It is empty.")).to_have_count(1)
    rejected = row(author, f"{marker}-broken.pdf")
    expect(rejected).to_contain_text("Rejected", timeout=READY)
    expect(rejected.locator(".learning-detail").first).not_to_be_empty()
    expect(said).to_have_count(2)
    expect(said.nth(0)).to_contain_text("Rejected")
    expect(author.locator(".learning-upload-done")).to_have_count(0)
    screenshot(author, "material-rejected")


def test_files_are_uploaded_and_removed_without_javascript(new_page, sign_in, notes, marker, tmp_path):
    page = sign_in(new_page(java_script_enabled=False), "author", NEWEST)
    other = tmp_path / f"{marker}-2.txt"
    other.write_text(f"Another sentence about {marker}.")
    page.get_by_label("Files", exact=True).set_input_files([notes, other])
    page.get_by_role("button", name="Upload", exact=True).click()
    for path in (notes, other):
        expect(page.locator("#notice")).to_contain_text(f"{path.name} was uploaded.")

    def looked_again():
        page.get_by_role("link", name="Look again").click()
        return row(page, notes.name).get_by_text("Ready").count()

    for _ in range(READY // 1000):
        if looked_again():
            break
        page.wait_for_timeout(1000)
    opened(page, notes.name)
    expect(page.locator(".learning-chunk-text").first).to_contain_text(marker)


def test_too_large_files_are_told_without_javascript(new_page, sign_in, tmp_path):
    """By Trac, and by the front door where Trac would not even read them."""
    page = sign_in(new_page(java_script_enabled=False), "author", NEWEST)
    file = tmp_path / "large.txt"
    for megabytes, words in ((12, "Without JavaScript, the files of one form"), (40, "This is too large")):
        file.write_bytes(b"x" * megabytes * 1024 * 1024)
        page.goto(NEWEST)
        page.get_by_label("Files", exact=True).set_input_files(file)
        page.get_by_role("button", name="Upload", exact=True).click()
        expect(page.locator("body")).to_contain_text(words)


def test_a_new_revision_takes_the_place_of_the_old(author, notes, marker, stack):
    upload(author, notes)
    ready(author, notes.name)
    opened(author, notes.name)
    text = notes.read_text().replace("frees", "gives back")
    notes.write_text(text)
    author.get_by_text("Replace", exact=True).click()
    author.get_by_label("New file").set_input_files(notes)
    author.get_by_role("link", name="The document has changed").click(timeout=READY)
    expect(author.locator("#content")).to_contain_text("Revision 2")
    expect(author.locator(".learning-chunk-text").first).to_contain_text("gives back")
    query = "SELECT revision, live_revision FROM learning.content WHERE name = %s"
    assert stack.sql(query, notes.name) == [{"revision": 2, "live_revision": 2}]


def test_removing_asks_gives_a_receipt_and_can_be_undone(author, notes, marker, screenshot):
    upload(author, notes)
    ready(author, notes.name)
    opened(author, notes.name)
    address, question = author.url, f"What does the vacuum of {marker} free?"
    author.get_by_role("button", name="Remove…").click()
    expect(author.get_by_role("heading", name=f"Remove {notes.name}?")).to_be_visible()
    expect(author.locator(".learning-receipt")).to_contain_text("Questions that cite it")
    author.get_by_role("button", name="Remove", exact=True).click()
    expect(author.get_by_role("heading", name="What went with it")).to_be_visible(timeout=READY)
    chunks = author.locator(".learning-receipt dd").first
    assert int(chunks.inner_text()) >= 1
    expect(author.locator(".learning-chunk")).to_have_count(0)
    screenshot(author, "material-removed")
    assert marker not in "".join(found(author, question))
    author.goto(address)
    author.get_by_role("button", name="Restore").click()
    expect(author.locator(".learning-chunk-text").first).to_contain_text(marker, timeout=READY)
    assert marker in "".join(found(author, question))


def found(page, question):
    """The hits' texts."""
    page.goto(NEWEST)
    page.get_by_role("searchbox", name="Search the material").fill(question)
    with page.expect_navigation():
        page.locator("#try").get_by_role("button", name="Search").click()
    expect(page.locator("#try [role=alert]")).to_have_count(0)
    return page.locator(".learning-hits li").all_inner_texts()


def test_question_that_is_tried_finds_passages_or_says_that_there_are_none(author, screenshot):
    assert found(author, "What does read committed isolation let a transaction see?")
    expect(author.locator(".learning-hits .learning-label").first).to_contain_text("%")
    screenshot(author, "material-tried")
    assert not found(author, "Which shoes fit a trapeze artist in the rain?")
    expect(author.locator("#try")).to_contain_text("Nothing was found on that.")


def test_a_wiki_page_is_marked_edited_and_unmarked(author, marker, stack, screenshot):
    name = f"Wiki{marker}"
    save(author, name, f"= Tides =\nThe tide of {marker} follows the moon.\n")
    author.get_by_role("button", name="Use as learning material").click()
    expect(author.locator("#notice")).to_contain_text("is learning material now")
    screenshot(author, "material-wiki-page")
    author.goto(NEWEST)
    ready(author, name)
    save(author, name, f"= Tides =\nThe tide of {marker} follows the moon and the sun.\n")
    author.get_by_role("link", name="Learning material:").click()
    chunk = author.locator(".learning-chunk-text", has_text="and the sun")
    expect(chunk).to_be_visible(timeout=READY)
    expect(author.locator("#content")).to_contain_text("version 2")
    author.get_by_role("button", name="No longer use").click()
    expect(row(author, name)).to_contain_text("Removed", timeout=READY)
    assert marker not in "".join(found(author, f"What does the tide of {marker} follow?"))
    query = "SELECT count(*) FROM public.learning_outbox WHERE ticket = 0 AND echoed IS NULL AND data LIKE %s"
    stack.until(query, 0, f"%{name}%")


def test_pages_below_a_prefix_are_material(author, marker):
    save(author, f"{marker}/One", f"= One =\nThe first page about {marker}.\n")
    author.goto(NEWEST)
    author.get_by_label("Page, or prefix").fill(f"{marker}/")
    author.get_by_role("button", name="Use as learning material").click()
    ready(author, f"{marker}/One")
    save(author, f"{marker}/Two", f"= Two =\nThe second page about {marker}.\n")
    author.goto(f"{MATERIAL}?subject={marker}")
    ready(author, f"{marker}/Two")
    author.goto(NEWEST)
    author.get_by_role("button", name=f"No longer use {marker}/").click()
    for name in ("One", "Two"):
        expect(row(author, f"{marker}/{name}")).to_contain_text("Removed", timeout=READY)


def test_authors_decide_what_needs_what(author, screenshot):
    author.goto("/trac/learning/concepts?subject=Databases")
    edges = author.locator(".learning-edges tbody tr", has=author.get_by_role("button", name="Confirm:"))
    expect(edges.first).to_be_visible()
    screenshot(author, "material-concepts")
    said = (
        edges.first.get_by_role("button", name="Confirm:")
        .get_attribute("aria-label")
        .removeprefix("Confirm: ")
    )
    edges.first.get_by_role("button", name="Confirm:").click()
    expect(author.locator("#notice")).to_contain_text("Confirmed.")
    undo = author.get_by_role("button", name=f"Undo: {said}", exact=True)
    expect(author.locator("tr", has=undo)).to_contain_text("confirmed")
    undo.click()
    expect(author.get_by_role("button", name=f"Confirm: {said}", exact=True)).to_be_visible()


def test_learners_see_none_of_the_authors_pages(page, sign_in, stack):
    sign_in(page, "learner", "/trac/learning")
    expect(page.locator("#ctxtnav a")).to_have_text(["Home", "Courses", "Paths", "Reviews", "Material"])
    page.goto("/trac/wiki/Course/Branches")
    expect(page.get_by_text("learning material")).to_have_count(0)
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "trac_form_token")
    for path in (f"{MATERIAL}/find", f"{MATERIAL}/state", "/trac/learning/concepts"):
        assert page.request.get(path).status == 403
    body = {"files": [{"name": "mine.md", "size": 3}]}
    headers = {"X-CSRF-Token": token}
    assert page.request.post(f"{MATERIAL}/grant", data=body, headers=headers).status == 403
    form = {"name": "Course/Branches", "leave": "1", "__FORM_TOKEN": token}
    assert page.request.post(f"{MATERIAL}/marks", form=form).status == 403
    assert stack.sql("SELECT 1 FROM public.learning_material WHERE name = 'mine.md'") == []


def test_an_indexer_that_is_away_is_said_in_words(author, notes, stack):
    author.goto(NEWEST)
    stack.supervisor("indexer", "stop")
    try:
        author.get_by_label("Files", exact=True).set_input_files(notes)
        expect(author.locator(".learning-upload-failed")).to_contain_text("cannot be reached just now")
        first = author.locator("#learning-documents a").first
        first.click()
        expect(author.get_by_role("alert")).to_contain_text("Below is what Trac knows of this document.")
        author.goto(NEWEST)
        author.get_by_label("Files", exact=True).set_input_files(notes)
        again = author.get_by_role("button", name=f"Try again: {notes.name}")
        expect(again).to_be_visible()
    finally:
        stack.supervisor("indexer", "start")
    again.click()
    ready(author, notes.name)


def test_the_focus_stays_where_it_was(author, notes):
    author.goto(NEWEST)
    author.get_by_label("Files", exact=True).set_input_files(notes)
    link = author.get_by_role("link", name=notes.name, exact=True)
    link.focus(timeout=READY)
    ready(author, notes.name)
    expect(link).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_all_that_can_be_used_has_a_name(new_page, sign_in, scheme, width, screenshot):
    course = f"{MATERIAL}?subject=Databases"
    page = sign_in(new_page(color_scheme=scheme, viewport={"width": width, "height": 800}), "author", course)
    addresses = [MATERIAL, "/trac/learning/concepts"]
    addresses.append(row(page, f"databases/{PDF.name}").get_by_role("link").first.get_attribute("href"))
    for number, address in enumerate(addresses):
        page.goto(address)
        name = f"material-{number}-{scheme}-{width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        snapshot = page.locator("#content").aria_snapshot()
        assert NAMELESS.findall(snapshot) == [], name
        screenshot(page, name)
