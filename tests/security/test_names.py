"""Nobody looks like the system, or like staff."""

import re
from uuid import uuid4

import pytest
from traclearn_local.clients.browser_session import BrowserSession

from tests.security.tracform import change, token

pytestmark = pytest.mark.stack

TEXT = "A commit records a snapshot of the whole tree and points to its parent commits."
GRADE = "Your answer was graded:"
LIE = f"{GRADE} 100 % (answer 1, final). What was right and what is missing stands above."
CHANGE = re.compile(r'<h3 class="change".*?</h3>.*?(?=<h3 class="change"|\Z)', re.S)
NAME = "SELECT value FROM public.session_attribute WHERE sid = %s AND name = 'name'"
STORE = (
    "INSERT INTO public.session_attribute (sid, authenticated, name, value) VALUES (%s, 1, 'name', %s)"
    " ON CONFLICT (sid, authenticated, name) DO UPDATE SET value = excluded.value"
)
GRADED = (
    "SELECT count(*) FROM public.ticket_change"
    " WHERE ticket = %s AND author = 'TracLearn' AND field = 'comment'"
)
FORGET = "DELETE FROM public.session_attribute WHERE sid = %s AND name = 'name'"

NAMES = [
    "TracLearn",
    "TracLearn (automatic)",
    "Тrас Lеаrn",
    "Trac\u200bLearn",
    "\u202enraeLcarT",
    "ＴｒａｃＬｅａｒｎ",
    "T.r.a.c.L.e.a.r.n",
]


@pytest.fixture
def learner(stack):
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        before = name_of(stack, visitor.email)
        yield visitor
        name(visitor, before or "")


@pytest.fixture(scope="module")
def ticket(stack):
    """A ticket of the first learner's own, with a grade on it."""
    (number,) = stack.ask(f"Named {uuid4().hex[:8]}", learner=stack.env["DEMO_LEARNER"])
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as visitor:
        visitor.answer(number, TEXT)
        visitor.wait(number)
    stack.until(GRADED, 1, number)
    return number


def name_of(stack, email):
    rows = stack.sql(NAME, email)
    return rows[0]["value"] if rows else None


def name(visitor, wanted):
    form = {"__FORM_TOKEN": token(visitor), "name": wanted, "email": visitor.email, "action": "save"}
    return visitor.http.post("/trac/prefs", data=form)


def authors(visitor, ticket):
    """{comment: who wrote it, as the page shows it}, both as HTML."""
    page = visitor.http.get(f"/trac/ticket/{ticket}").text
    shown = {}
    for part in CHANGE.findall(page):
        who = re.search(r'<span class="(trac-author[^"]*)">(.*?)</span>', part)
        said = re.search(r'<div class="comment searchable">(.*?)</div>', part, re.S)
        if who and said:
            shown[re.sub(r"<[^>]*>", "", said[1]).strip()] = (who[1], who[2])
    return shown


def test_grade_is_marked_and_a_lie_is_not(stack, learner, ticket):
    name(learner, "TracLearn")
    change(learner, ticket, comment=LIE + " Really.")
    shown = authors(learner, ticket)
    graded = [who for said, who in shown.items() if said.startswith(GRADE) and "Really" not in said]
    assert [("learning-system" in kind, said) for kind, said in graded] == [(True, "TracLearn (automatic)")]
    (lied,) = [who for said, who in shown.items() if "Really" in said]
    assert "learning-system" not in lied[0]
    assert "TracLearn" not in lied[1]


@pytest.mark.parametrize("wanted", NAMES, ids=ascii)
def test_name_of_the_system_is_refused_and_not_shown(stack, learner, ticket, wanted):
    reply = name(learner, wanted)
    assert "belongs to the system" in learner.http.get(reply.headers["location"]).text
    assert name_of(stack, learner.email) != wanted
    said = uuid4().hex
    change(learner, ticket, comment=said)
    assert wanted not in authors(learner, ticket)[said][1]


def test_name_of_staff_is_refused_and_not_shown(stack, learner, ticket):
    with BrowserSession(stack.env, stack.env["DEMO_AUTHOR"]) as author:
        staff = name_of(stack, author.email) or ""
        change(author, ticket, comment="By the author.")
        assert staff
        assert staff in authors(learner, ticket)["By the author."][1]
    for wanted in (staff, staff.upper(), f"Prof. {staff}", staff.replace("o", "о"), stack.env["DEMO_AUTHOR"]):
        name(learner, wanted)
        assert name_of(stack, learner.email) != wanted
        said = uuid4().hex
        change(learner, ticket, comment=said)
        assert wanted not in authors(learner, ticket)[said][1]


def test_name_that_is_stored_already_is_not_shown(stack, ticket):
    """From before, or from the token of the identity provider."""
    with BrowserSession(stack.env, stack.env["DEMO_LEARNER"]) as learner:
        before = name_of(stack, learner.email)
        try:
            stack.sql(STORE, learner.email, "Trac Learn")
            name_is_read_again(stack)
            said = uuid4().hex
            change(learner, ticket, comment=said)
            assert authors(learner, ticket)[said][1] == "learner@…"
        finally:
            if before is None:
                stack.sql(FORGET, learner.email)
            else:
                stack.sql(STORE, learner.email, before)
            name_is_read_again(stack)


def name_is_read_again(stack):
    """Trac reads names again when it saved one; SQL alone it does not see."""
    stack.sql("UPDATE public.cache SET generation = generation + 1")


def test_own_name_may_be_chosen(stack, learner):
    name(learner, "Ada Lovelace")
    assert name_of(stack, learner.email) == "Ada Lovelace"


@pytest.mark.parametrize("reporter", ["TracLearn", "author@demo.test", "Somebody Else"])
def test_learner_reports_tickets_as_nobody_else(stack, learner, permissive_trac, reporter):
    summary = f"Reported {uuid4().hex[:8]}"
    form = {"__FORM_TOKEN": token(learner), "field_summary": summary, "field_reporter": reporter}
    learner.http.post("/trac/newticket", data=form | {"action": "create", "submit": "Create ticket"})
    rows = stack.sql("SELECT reporter FROM public.ticket WHERE summary = %s", summary)
    assert reporter not in [row["reporter"] for row in rows]
