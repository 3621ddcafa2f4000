"""What a page, a feed or an export tells beside what it shows: addresses, formulas."""

import csv
from uuid import uuid4

import pytest
from traclearn_local.clients.browser_session import BrowserSession

from tests.security.tracform import change

pytestmark = pytest.mark.stack

FORMULA = '=HYPERLINK("http://evil.test/","%s")'
PEOPLE = "UPDATE public.ticket SET reporter = %s, owner = %s, cc = %s WHERE id = %s"


@pytest.fixture(scope="module")
def ticket(stack):
    """A ticket on which others stand, as its people and as those who commented."""
    number = stack.ask(f"Seen {uuid4().hex[:8]}")[0]
    author, other = stack.env["DEMO_AUTHOR"], stack.env["DEMO_LEARNER_2"]
    stack.sql(PEOPLE, author, other, f"{stack.env['DEMO_OPERATOR']}, somebody@else.test", number)
    for email in (author, other):
        with BrowserSession(stack.env, email) as visitor:
            change(visitor, number, comment=f"I am {uuid4()}, write to me@private.test")
    with BrowserSession(stack.env, author) as visitor:
        change(visitor, number, action="reassign", action_reassign_reassign_owner=author)
    return number


def places(ticket):
    yield f"/trac/ticket/{ticket}"
    for more in ("format=rss", "format=csv", "format=tab", "action=history", "version=0", "replyto=1"):
        yield f"/trac/ticket/{ticket}?{more}"
    for form in ("", "&format=rss", "&format=csv", "&format=tab", "&group=owner", "&group=reporter"):
        yield f"/trac/query?id={ticket}&col=id&col=summary&col=owner&col=reporter&col=cc{form}"
    for form in ("", "&format=rss", "&format=csv", "&format=tab"):
        for report in (1, 2, 3, 4, 5, 6, 8):
            yield f"/trac/report/{report}?max=500{form}"
    yield "/trac/timeline?ticket=on&ticket_details=on&wiki=on"
    yield "/trac/timeline?ticket=on&ticket_details=on&wiki=on&format=rss"
    yield "/trac/search?q=Seen&ticket=on&wiki=on&noquickjump=1"
    yield "/trac/wiki/WikiStart?action=history"
    yield "/trac/wiki/WikiStart"
    yield "/trac/roadmap"
    yield "/trac/prefs"
    yield "/trac/learning"
    yield "/trac/newticket"
    yield f"/trac/learning/state/{ticket}"


def test_learner_finds_no_address_of_others_anywhere(stack, learner, ticket):
    others = [stack.env[f"DEMO_{who}"] for who in ("AUTHOR", "LEARNER_2", "OPERATOR")]
    others += ["somebody@else.test", "me@private.test"]
    leaks = []
    for place in places(ticket):
        reply = learner.http.get(place)
        if reply.status_code not in {200, 403, 404}:
            leaks.append((place, reply.status_code))
        said = reply.text.replace("%40", "@")
        leaks += [(place, other) for other in others if other in said]
    assert leaks == []


def test_no_address_in_a_preview(stack, learner, ticket):
    page = learner.http.get(f"/trac/ticket/{ticket}").text
    form = {
        "__FORM_TOKEN": learner.http.cookies["trac_form_token"],
        "preview": "1",
        "comment": "looks",
        "action": "leave",
    }
    reply = learner.http.post(
        f"/trac/ticket/{ticket}", data=form, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert "looks" in reply.text
    for who in ("AUTHOR", "LEARNER_2", "OPERATOR"):
        assert stack.env[f"DEMO_{who}"] not in reply.text.replace("%40", "@")
    assert "var old_values" in page or "old_values=" in page


def exports(ticket):
    for kind, tab in (("csv", ","), ("tab", "\t")):
        yield f"/trac/ticket/{ticket}?format={kind}", tab
        yield f"/trac/query?id={ticket}&col=id&col=summary&format={kind}", tab
        yield f"/trac/report/1?max=500&format={kind}", tab


def test_no_cell_of_an_export_is_a_formula(stack, learner):
    mark = uuid4().hex
    (ticket,) = stack.ask(FORMULA % mark)
    for place, separator in exports(ticket):
        text = learner.http.get(place).content.decode("utf-8-sig")
        assert mark in text, place
        for row in csv.reader(text.splitlines(), delimiter=separator):
            assert [cell for cell in row if cell.lstrip()[:1] in {"=", "+", "@"}] == [], place
