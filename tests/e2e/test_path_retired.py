"""An author takes a document away and brings it back: a learner's paths show which steps taught from it."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .test_material import opened, ready, upload
from .test_paths import accept, ask, proposed, steps

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

TOLD = 60_000
"""ms, from the removal to the open page."""
GONE = "no longer in the material"
SHAPING = """---
traclearn: {{subject: "Bread {0}", concept: "Loaf shaping {0}", prerequisites: ["Starter feeding {0}"]}}
---
# Loaf shaping {0}

Loaf shaping {0} gives a bread its form and its tension. A baker folds the dough over itself, because a tight
skin is what keeps the gas inside while the bread is in the oven.
"""
FEEDING = """---
traclearn: {{subject: "Bread {0}", concept: "Starter feeding {0}"}}
---
# Starter feeding {0}

Starter feeding {0} keeps the yeast of a sourdough alive. The baker adds flour and water each day, because the
yeast has eaten the sugar of the day before.
"""


@pytest.fixture
def marker():
    return f"zq{uuid4().hex[:6]}"


@pytest.fixture
def document(new_page, sign_in, tmp_path, marker):
    """The author in front of the document that is going to be taken away."""
    author = sign_in(new_page(), "author")
    return opened(author, teach_bread(author, tmp_path, marker)[-1].name)


def teach_bread(author, tmp_path, marker):
    """Uploads a course of which one step needs the other, as its author says, and waits until it is ready."""
    paths = []
    for name, text in (("shaping", SHAPING), ("feeding", FEEDING)):
        paths.append(tmp_path / f"{name}-{marker}.md")
        paths[-1].write_text(text.format(marker))
    upload(author, *paths)
    for path in paths:
        ready(author, path.name)
    return paths


def goal_of(marker):
    return f"teach me how loaf shaping {marker} works when baking bread"


def ask_until_both(page, goal):
    """What needs what is known a moment after the documents are teachable."""
    for _ in range(10):
        address = ask(page, goal)
        proposed(page)
        if steps(page).count() == 2:
            return address
        page.wait_for_timeout(2000)
    pytest.fail("The path has not both steps.")


def look(page, address, there):
    """The path's page, once it says of its first step that it is there, or that it is not."""
    page.goto(address)
    for _ in range(TOLD // 1000):
        if (steps(page).first.get_attribute("class") == "learning-step learning-step-retired") != there:
            return
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail(f"Its first step is {'not ' if there else ''}there.")


def test_steps_are_retired_with_their_document_and_back_with_it(
    document, new_page, sign_in, marker, screenshot
):
    page = sign_in(new_page(), "operator", "/trac/learning/paths")
    goal = goal_of(marker)
    offered = ask_until_both(page, goal)
    source = steps(page).first.locator(".learning-source a").get_attribute("href")
    taken = ask_until_both(page, goal)
    accept(page)
    expect(page.locator("li.learning-step-locked")).to_have_count(1)

    author_page = document.url
    document.get_by_role("button", name="Remove…").click()
    document.get_by_role("button", name="Remove", exact=True).click()
    first = steps(page).first
    expect(first.locator(".learning-step-word")).to_contain_text(GONE, timeout=TOLD)
    expect(page.locator("li.learning-step-locked")).to_have_count(0)
    expect(page.locator("#learning-path-done")).to_contain_text("0 of 1 step is done.")
    expect(page.locator(".learning-map svg .learning-step-retired")).to_have_count(1)
    page.reload()
    expect(first).to_contain_text("Its ticket still has the text, and can be answered.")
    screenshot(page, "path-retired")
    first.locator(".learning-step-line a:not(.learning-test-out)").click()
    expect(page.locator(".learning-retired")).to_contain_text("No longer in the material:")
    expect(page.locator(".learning-passage-text")).to_contain_text("keeps the yeast of a sourdough alive")
    expect(page.get_by_role("button", name="Send answer")).to_be_visible()
    screenshot(page, "path-ticket-retired")
    assert page.goto(source).status == 404
    expect(page.locator("#content")).to_contain_text("the material has changed, or was taken away")
    screenshot(page, "passage-gone")

    look(page, offered, there=False)
    expect(page.get_by_role("checkbox")).to_have_count(1)
    expect(steps(page).first).to_contain_text("So it cannot be accepted.")
    screenshot(page, "path-proposed-retired")
    phone = new_page(color_scheme="dark", viewport={"width": 390, "height": 800}, java_script_enabled=False)
    sign_in(phone, "operator", "/trac/learning/paths")
    for name, address in (("proposed", offered), ("accepted", taken)):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        screenshot(phone, f"path-{name}-retired-phone")

    document.goto(author_page)
    document.get_by_role("button", name="Restore").click()
    for address in (offered, taken):
        look(page, address, there=True)
        expect(page.locator("#content")).not_to_contain_text(GONE)
    expect(page.locator("li.learning-step-locked")).to_have_count(1)
