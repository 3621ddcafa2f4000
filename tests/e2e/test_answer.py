"""A learner answers on a ticket and reads the grade there."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

GRADED = 60_000
SECRETS = "SELECT reference, rubric FROM public.learning_question WHERE ticket = %s"
COMMENTS = "SELECT newvalue FROM public.ticket_change WHERE ticket = %s AND field = 'comment' AND author = %s"


def own_ticket(stack):
    return int(stack.env["DEMO_TICKET"])


@pytest.fixture
def ticket(stack):
    """A fresh question that everyone may answer."""
    return stack.ask(f"Everybody {uuid4().hex[:8]}")[0]


def write(page, text):
    """Opens the box when there was an answer before, and fills it."""
    again = page.locator("details.learning-again")
    if again.count() and not again.get_attribute("open"):
        again.locator("summary").click()
    page.get_by_label("Your answer, in your own words").fill(text)


def send(page):
    page.get_by_role("button", name="Send answer").click()


def graded(page):
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=GRADED)


def attempts(stack, ticket, email):
    query = (
        "SELECT t.attempt, t.answer, t.phase FROM public.learning_attempt t"
        " JOIN public.learning_account a USING (sub) WHERE t.ticket = %s AND a.username = %s ORDER BY 1"
    )
    return stack.sql(query, ticket, email)


def test_the_grade_comes_to_the_open_page_and_to_the_ticket_once(page, stack, sign_in, screenshot, new_page):
    ticket = own_ticket(stack)
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    before = len(stack.sql(COMMENTS, ticket, "TracLearn"))
    number = len(attempts(stack, ticket, stack.env["DEMO_LEARNER"])) + 1
    screenshot(page, "answer-1-question")
    write(page, "It keeps a snapshot of all the files, so that I can come back to it. Flamingo.")
    send(page)
    page.wait_for_url(re.compile(rf"/ticket/{ticket}#learning"))
    page.evaluate("window.sameDocument = true")
    screenshot(page, "answer-2-waiting")
    graded(page)
    assert page.evaluate("window.sameDocument"), "the page was loaded again"
    panel = page.locator("#learning-attempts .learning-current")
    expect(panel).to_contain_text("Your answer: Graded")
    expect(panel).to_contain_text(re.compile("Provisional|Uncertain"))
    expect(panel.locator(".learning-items li").first).to_be_visible()
    screenshot(page, "answer-3-graded")
    stack.until("SELECT count(*) FROM public.ticket_change WHERE ticket = %s AND field = 'comment'"
                " AND author = 'TracLearn'", before + 1, ticket)  # fmt: skip
    page.reload()
    expect(page.locator("#changelog")).to_contain_text(f"(answer {number}, ")
    screenshot(page, "answer-4-comment")
    nothing_for_others(new_page(), stack, sign_in, ticket)


def nothing_for_others(other, stack, sign_in, ticket):
    """Ticket, timeline, search, query, RSS and API are as if it were not there."""
    sign_in(other, "learner_2")
    (row,) = stack.sql("SELECT summary FROM public.ticket WHERE id = %s", ticket)
    reply = other.goto(f"/trac/ticket/{ticket}")
    assert reply.status in (403, 404)
    for path in (
        "/trac/timeline?ticket=on&ticket_details=on&daysback=30",
        "/trac/timeline?ticket=on&ticket_details=on&daysback=30&format=rss",
        "/trac/search?q=Flamingo&noquickjump=1&ticket=on",
        f"/trac/search?q={row['summary'].split()[0]}&noquickjump=1&ticket=on",
        f"/trac/query?id={ticket}&format=csv&col=id&col=summary",
        f"/trac/query?id={ticket}&format=rss",
        "/trac/report/1?format=rss",
        "/trac/learning",
    ):
        text = other.request.get(path).text()
        assert row["summary"] not in text, path
        assert not re.search(rf"/ticket/{ticket}(?![\d?])", text), path
    assert other.request.get(f"/trac/learning/state/{ticket}").status == 404
    assert other.request.get(f"/trac/ticket/{ticket}?format=rss").status in (403, 404)


def test_answer_without_javascript_is_graded(new_page, stack, ticket, sign_in, screenshot):
    page = new_page(java_script_enabled=False)
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    write(page, "A commit records a snapshot of the whole tree and it points to its parents.")
    send(page)
    expect(page.locator("#learning-attempts")).to_contain_text("Your answer")
    for _ in range(60):
        if "Graded" in page.locator("#learning-attempts .learning-phase").first.inner_text():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("#learning-attempts .learning-items li").first).to_be_visible()
    screenshot(page, "answer-without-javascript")


def test_what_was_written_arrives_and_is_shown_character_for_character(
    page, stack, ticket, sign_in, screenshot
):
    text = (
        'It\'s "quoted" \\ back\\slash\n\tand a tab, $var #if ${x} &amp; <b>bold</b>\n'
        "}}} {{{ [[Image(x)]] '''no''' <script>document.title='owned'</script>\n😀 שלום עולם \u2028 end  "
    )
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    write(page, text)
    send(page)
    graded(page)
    stored = attempts(stack, ticket, stack.env["DEMO_LEARNER"])[-1]["answer"]
    assert stored == text
    (row,) = stack.sql(
        "SELECT last_answer FROM learning.progress WHERE ticket_id = %s AND attempt = 1", ticket
    )
    assert row["last_answer"] == text
    page.locator(".learning-current .learning-written summary").click()
    shown = page.locator(".learning-current .learning-text")
    assert shown.evaluate("element => element.textContent") == text
    assert "owned" not in page.title()
    screenshot(page, "answer-nasty")


def test_too_long_is_said_before_and_refused_with_the_text_kept(page, stack, ticket, sign_in, screenshot):
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    expect(page.locator("#learning-limit")).to_contain_text("20,000")
    text = "word " * 4001
    write(page, text)
    expect(page.locator(".learning-over")).to_be_visible()
    send(page)
    expect(page.get_by_label("Your answer, in your own words")).to_have_value(text)
    screenshot(page, "answer-too-long")
    assert attempts(stack, ticket, stack.env["DEMO_LEARNER"]) == []


def test_a_double_click_is_one_attempt_and_two_tabs_are_two(page, stack, ticket, sign_in):
    path = f"/trac/ticket/{ticket}"
    sign_in(page, "learner", path)
    other = page.context.new_page()
    other.goto(path)
    write(page, "The first tab's answer about branches.")
    write(other, "The second tab's answer about branches.")
    page.get_by_role("button", name="Send answer").dblclick(no_wait_after=True)
    page.wait_for_url(re.compile("#learning"))
    graded(page)  # until then the other tab would be asked to wait
    send(other)
    other.wait_for_url(re.compile("#learning"))
    graded(other)
    rows = attempts(stack, ticket, stack.env["DEMO_LEARNER"])
    assert [(row["attempt"], row["answer"].split()[1]) for row in rows] == [(1, "first"), (2, "second")]


def test_an_expired_session_keeps_what_was_written(page, stack, ticket, sign_in):
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    text = "Written while the session ran out."
    write(page, text)
    page.reload()
    expect(page.get_by_label("Your answer, in your own words")).to_have_value(text)
    kept = next(cookie for cookie in page.context.cookies() if cookie["name"] == "trac_id")
    page.context.add_cookies([kept | {"value": "e30.e30.e30"}])
    send(page)
    graded(page)
    rows = attempts(stack, ticket, stack.env["DEMO_LEARNER"])
    assert [row["answer"] for row in rows] == [text]


def test_learners_never_see_reference_or_rubric(page, stack, ticket, sign_in):
    sign_in(page, "learner_2", f"/trac/ticket/{ticket}")
    (row,) = stack.sql(SECRETS, ticket)
    hidden = [row["reference"], *re.findall(r'"criterion": "([^"]+)"', row["rubric"])]
    assert len(hidden) > 1
    word = max(row["reference"].split(), key=len).strip(".,")
    for path in (
        f"/trac/ticket/{ticket}",
        f"/trac/learning/state/{ticket}",
        f"/trac/ticket/{ticket}?format=rss",
        f"/trac/search?q={word}&ticket=on&noquickjump=1",
        "/trac/learning",
    ):
        text = page.request.get(path).text()
        assert not [secret for secret in hidden if secret in text], path
    assert page.request.get(f"/trac/learning/question/{ticket}").status in (403, 404)


def test_tickets_that_cannot_be_answered_say_so(page, stack, ticket, sign_in):
    sign_in(page, "learner_2")
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "trac_form_token")
    for closed in (999_999, own_ticket(stack)):
        form = {"answer": "kept words", "__FORM_TOKEN": token}
        reply = page.request.post(f"/trac/learning/answer/{closed}", form=form, max_redirects=0)
        assert reply.status == 404
        assert "kept words" in reply.text()
    nul = {"answer": "a\0b kept", "__FORM_TOKEN": token}
    reply = page.request.post(f"/trac/learning/answer/{ticket}", form=nul, max_redirects=0)
    assert reply.status == 400
    assert "kept" in reply.text()
