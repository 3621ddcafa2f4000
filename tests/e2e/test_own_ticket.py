"""A learner's own ticket, looked for by everybody else."""

from urllib.parse import quote_plus

import pytest

pytestmark = [pytest.mark.stack, pytest.mark.e2e]


@pytest.fixture
def ticket(stack):
    """Number and summary of the first learner's own ticket."""
    number = int(stack.env["DEMO_TICKET"])
    return number, stack.sql("SELECT summary FROM ticket WHERE id = %s", number)[0]["summary"]


def places(number, summary):
    """Everywhere that Trac shows tickets."""
    words = quote_plus(summary)
    yield f"/trac/ticket/{number}"
    yield f"/trac/ticket/{number}?format=rss"
    yield f"/trac/search?ticket=on&noquickjump=1&q={quote_plus(summary.split(':')[0])}"
    for name in ("timeline?ticket=on&ticket_details=on", "timeline?ticket=on&format=rss&max=1000"):
        yield f"/trac/{name}"
    for form in ("", "&format=rss", "&format=csv", "&format=tab", "&group=owner"):
        yield f"/trac/query?col=id&col=summary&col=owner&max=0&order=id{form}&status=!closed"
    for form in ("", "&format=rss", "&format=csv", "&format=tab"):
        yield f"/trac/report/1?max=500{form}"
    yield f"/trac/report/4?max=500&x={words}"


def test_own_ticket_is_found_by_no_other_learner(new_page, sign_in, ticket):
    number, summary = ticket
    owner, other = new_page(), new_page()
    sign_in(owner, "learner")
    sign_in(other, "learner_2")
    mark = summary.split(": ", 1)[-1]
    for place in places(number, summary):
        seen, hidden = owner.request.get(place).text(), other.request.get(place).text()
        assert mark in seen or place.startswith("/trac/report/4"), place
        assert mark not in hidden, place
        assert f'/trac/ticket/{number}"' not in hidden, place


def test_own_ticket_is_found_by_staff(new_page, sign_in, ticket):
    number, summary = ticket
    for who in ("author", "operator"):
        page = sign_in(new_page(), who, f"/trac/ticket/{number}")
        assert summary in page.locator("#ticket").inner_text()


def test_count_of_a_query_tells_nothing_of_anothers_ticket(new_page, sign_in, ticket):
    number, _ = ticket
    for who, count in (("learner", "(1 match)"), ("learner_2", "(0 matches)")):
        page = sign_in(new_page(), who)
        page.goto(f"/trac/query?id={number}")
        assert count in page.locator("#content h1").inner_text()
