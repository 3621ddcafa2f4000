"""The words of times, as the browser says them: a page of a server's words and the script, no stack."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

SCRIPT = Path(__file__).parents[2] / "trac/learning/htdocs/js/times.js"
#: Sunday, 22:00 in Berlin.
NOW = "2026-11-29T21:00:00Z"


def said(chromium, element, lang="en", later_ms=0):
    """(words, title, cookie) of a `<time>` after the script saw it."""
    context = chromium.new_context(timezone_id="Europe/Berlin")
    page = context.new_page()
    page.clock.install(time=NOW)
    page.route("**/*", lambda route: route.fulfill(
        content_type="text/html", body=f"<html lang={lang}><body>{element}</body></html>"))  # fmt: skip
    page.goto("http://times.test/trac/")
    page.add_script_tag(path=SCRIPT)
    if later_ms:
        page.clock.fast_forward(later_ms)
    place = page.locator("time")
    found = place.inner_text(), place.get_attribute("title"), page.evaluate("document.cookie")
    context.close()
    return found


def time_at(iso, style="time", text="as the server said", **more):
    data = "".join(f' data-{name}="{value}"' for name, value in more.items())
    return f'<time data-as="{style}" data-day="by the server" datetime="{iso}"{data}>{text}</time>'


@pytest.mark.parametrize(
    ("iso", "style", "words"),
    [
        ("2026-11-29T20:59:30+00:00", "time", "as the server said"),
        ("2026-11-29T20:58:00+00:00", "time", "2 minutes ago"),
        ("2026-11-29T20:00:01+00:00", "time", "59 minutes ago"),
        ("2026-11-29T20:00:00+00:00", "time", "today 21:00"),
        ("2026-11-28T22:59:00+00:00", "time", "yesterday 23:59"),
        ("2026-11-29T23:00:00+00:00", "time", "tomorrow 00:00"),
        ("2026-11-20T10:05:00+00:00", "time", "20 November, 11:05"),
        ("2026-07-01T10:05:00+00:00", "time", "1 July, 12:05"),
        ("2025-12-31T23:30:00+00:00", "time", "1 January, 00:30"),
        ("2024-02-29T10:05:00+00:00", "time", "29 February 2024, 11:05"),
        ("2026-12-04T17:00:00+00:00", "date", "Friday, 4 December, 18:00"),
        ("2026-11-29T20:58:00+00:00", "date", "today 21:58"),
    ],
)
def test_a_time_is_said_in_the_browsers_zone_as_the_server_would(chromium, iso, style, words):
    assert said(chromium, time_at(iso, style))[0] == words


def test_german_pages_say_it_in_german(chromium):
    for iso, style, words in (
        ("2026-11-29T20:58:00+00:00", "time", "vor 2 Minuten"),
        ("2026-11-28T20:58:00+00:00", "time", "gestern 21:58"),
        ("2026-12-04T17:00:00+00:00", "date", "Freitag, 4. Dezember, 18:00"),
    ):
        assert said(chromium, time_at(iso, style), lang="de")[0] == words


def test_a_page_that_stays_open_grows_older(chromium):
    element = time_at("2026-11-29T20:59:55+00:00", text="just now")
    assert said(chromium, element)[0] == "just now"
    assert said(chromium, element, later_ms=61_000)[0] == "1 minute ago"
    assert said(chromium, element, later_ms=3_600_000)[0] == "today 21:59"


def test_a_zone_chosen_in_trac_outranks_the_browsers(chromium):
    element = time_at("2026-11-28T10:00:00+00:00", zone="chosen", text="yesterday 05:00")
    assert said(chromium, element)[:2] == ("by the server", None)


def test_the_exact_time_and_the_zone_are_told(chromium):
    _, title, cookie = said(chromium, time_at("2026-07-01T10:05:00+00:00"))
    assert title == "2026-07-01 12:05 CEST"
    assert cookie == "learning_zone=Europe%2FBerlin%3A60"
