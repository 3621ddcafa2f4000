"""Trac's calendars come when somebody comes to a time, by key or by pointer."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

UI = "!!window.jQuery.ui"


@pytest.fixture
def page(new_page, sign_in):
    return sign_in(new_page(), "author")


def test_calendar_of_the_timeline_opens_at_its_field_and_enters_a_day(page):
    page.goto("/trac/timeline")
    assert not page.evaluate(UI)
    page.get_by_label("View changes from").focus()
    calendar = page.locator("#ui-datepicker-div")
    expect(calendar).to_be_visible()
    day = calendar.get_by_role("link", name="1", exact=True)
    day.click()
    expect(calendar).to_be_hidden()
    assert " 1, " in page.get_by_label("View changes from").input_value()


def test_filter_for_a_time_has_its_calendar(page):
    page.goto("/trac/query?status=!closed")
    assert not page.evaluate(UI)
    page.get_by_label("And", exact=True).select_option("time")
    field = page.locator("input[name='0_time']")
    field.focus()
    expect(page.locator("#ui-datepicker-div")).to_be_visible()
    page.keyboard.press("Escape")
    field.fill("yesterday")
    page.get_by_role("button", name="Update").click()
    expect(page.locator("input[name='0_time']")).to_have_value("yesterday")


def test_time_is_typed_where_the_calendar_does_not_come(page):
    page.route("**/jquery-ui*", lambda route: route.abort())
    page.goto("/trac/timeline")
    page.get_by_label("View changes from").fill("Jan 1, 2026")
    page.get_by_role("button", name="Update").click()
    expect(page.get_by_label("View changes from")).to_have_value("Jan 1, 2026")
