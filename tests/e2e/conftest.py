"""A real browser at the front door of the running stack."""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
TIMEOUT = 15_000
"""Milliseconds for what a page is asked and for what is expected of it; two lanes share the machine."""
expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium: Playwright's own download does not come through everywhere."""
    path = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, stack, request):
    """Opens a page of a browser profile of its own: nobody is signed in there. Call it for each person."""
    contexts = []

    def open_page(**options):
        options = {"locale": "en-US", **options}
        context = chromium.new_context(base_url=stack.env["TRACLEARN_URL"], **options)
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for number, context in enumerate(contexts):
        if getattr(request.node, "failed", False):
            for page in context.pages:
                save(page, f"failed-{request.node.name}-{number}")
        context.close()


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def sign_in(stack):
    """`sign_in(page, who, path)` goes to `path` and through the hosted page; ends on `path` again.

    `who` is `learner`, `learner_2`, `author` or `operator`.
    """

    def go(page, who, path="/trac/about"):
        page.goto(path)
        give_password(page, stack.env[f"DEMO_{who.upper()}"], stack.env["DEMO_PASSWORD"])
        page.wait_for_url(lambda url: unquote(urlsplit(url).path) == unquote(urlsplit(path).path))
        expect(page.locator("#metanav form[action$='/logout']")).to_be_visible()
        return page

    return go


def give_password(page, email, password):
    """Fill in Cognito's hosted form, which must be there."""
    page.wait_for_url(re.compile(r"/(oauth2/authorize|login)\?"))
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def hosted(stack):
    """`hosted(page)` fails unless Cognito's sign-in form is what the page shows."""

    def check(page):
        expect(page.locator("input[name=password]")).to_be_visible()
        assert not page.url.startswith(f"{stack.env['TRACLEARN_URL']}/trac"), page.url

    return check


@pytest.fixture
def screenshot():
    """`screenshot(page, name)` keeps a picture as build output."""
    return save


def save(page, name):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    report = (yield).get_result()
    if report.failed:
        item.failed = True
