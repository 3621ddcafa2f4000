"""An author puts a question on a ticket in the browser; learners see what they may."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.e2e]

REFERENCE = "A tag is a fixed name for one commit: unlike a branch it never moves on. Zirconium."
ANSWER = "A tag is a fixed name for a single commit, and in contrast to a branch it does not move."
STORED = "SELECT revision, learner, question FROM public.learning_question WHERE ticket = %s"
KNOWN = "SELECT revision FROM grader.questions WHERE ticket = %s"


@pytest.fixture
def author(new_page, sign_in):
    return sign_in(new_page(), "author")


@pytest.fixture
def ticket(author):
    """A ticket that the author makes as everybody makes tickets in Trac."""
    author.goto("/trac/newticket")
    author.locator("#field-summary").fill(f"Tags {uuid4().hex[:8]}")
    author.get_by_role("button", name="Create ticket").click()
    author.wait_for_url(re.compile(r"/ticket/\d+"))
    return int(re.search(r"/ticket/(\d+)", author.url)[1])


def test_link_to_its_question_is_in_view_when_a_ticket_was_made(author, ticket):
    expect(author).to_have_url(re.compile(rf"/ticket/{ticket}$"))
    expect(author.get_by_role("link", name="Learning question")).to_be_in_viewport()


def fill(page, **fields):
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def publish(page, ticket, **fields):
    page.goto(f"/trac/ticket/{ticket}")
    page.get_by_role("link", name="Learning question").click()
    fill(page, **fields)
    page.get_by_role("button", name="Release now").click()
    page.wait_for_url(re.compile(rf"/ticket/{ticket}#learning"))


def tags():
    return {
        "question": "What is a tag, and how is it not like a branch?",
        "reference": REFERENCE,
        "label_0": "What it is",
        "criterion_0": "A tag is a fixed name for one commit",
        "weight_0": "2",
        "label_1": "Not like a branch",
        "criterion_1": "Unlike a branch it never moves",
        "title_0": "Tags",
        "href_0": "wiki/Course/Commits",
    }


def answer(page, ticket, text):
    page.goto(f"/trac/ticket/{ticket}")
    page.get_by_label("Your answer, in your own words").fill(text)
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#learning-status")).to_contain_text("Graded", timeout=60_000)


def test_a_question_for_everyone_from_the_form_to_a_grade(author, ticket, new_page, sign_in, stack):
    publish(author, ticket, **tags())
    expect(author.locator(".system-message, #notice").first).to_contain_text("revision 1")
    learner = sign_in(new_page(), "learner", f"/trac/ticket/{ticket}")
    expect(learner.locator(".learning-question")).to_have_text(tags()["question"])
    expect(learner.get_by_role("link", name="Learning question")).to_have_count(0)
    answer(learner, ticket, ANSWER)
    points = learner.locator(".learning-current .learning-point")
    expect(points).to_have_text(["What it is", "Not like a branch"])
    source = learner.locator(".learning-current .learning-sources a")
    assert source.get_attribute("href") == "/trac/wiki/Course/Commits"
    assert "Zirconium" not in learner.content()
    assert learner.request.get(f"/trac/learning/question/{ticket}").status == 403
    assert stack.sql(STORED, ticket) == [{"revision": 1, "learner": "", "question": tags()["question"]}]


def test_an_edit_is_the_next_revision(author, ticket, stack):
    publish(author, ticket, **tags())
    publish(author, ticket, question="What is a tag?")
    expect(author.locator(".learning-question")).to_have_text("What is a tag?")
    assert [row["revision"] for row in stack.sql(STORED, ticket)] == [2]
    stack.until(KNOWN, 2, ticket)
    author.get_by_role("link", name="Learning question").click()
    expect(author.locator("[name=reference]")).to_have_value(REFERENCE)
    expect(author.locator("[name=weight_0]")).to_have_value("2")


def test_two_authors_at_once_lose_nothing(author, ticket, stack):
    publish(author, ticket, **tags())
    other = author.context.new_page()
    for page in (author, other):
        page.goto(f"/trac/learning/question/{ticket}")
    publish(author, ticket, question="The first author's words.")
    fill(other, question="The second author's words.")
    other.get_by_role("button", name="Release now").click()
    expect(other.locator("#warning")).to_contain_text("Somebody else changed this question")
    expect(other.locator("[name=question]")).to_have_value("The second author's words.")
    assert [row["question"] for row in stack.sql(STORED, ticket)] == ["The first author's words."]


def test_a_question_for_one_hides_the_ticket_from_others_at_once(author, ticket, new_page, sign_in, stack):
    path = f"/trac/ticket/{ticket}"
    learner, other = sign_in(new_page(), "learner"), sign_in(new_page(), "learner_2")
    assert other.goto(path).status == 200
    publish(author, ticket, **tags(), learner=stack.env["DEMO_LEARNER"])
    assert other.goto(path).status == 403
    assert other.request.get("/trac/timeline?ticket=on&format=rss").text().count(f"/ticket/{ticket}") == 0
    answer(learner, ticket, ANSWER)
    learner.reload()
    expect(learner.locator("#changelog")).to_contain_text("Your answer was graded")
    publish(author, ticket, learner="")
    assert other.goto(path).status == 200
    expect(other.locator("#learning-attempts")).not_to_contain_text("Your answer")
    assert ANSWER not in other.content()


def refused(page, said):
    page.evaluate("document.querySelectorAll('[required]').forEach(box => box.required = false)")
    with page.expect_response(re.compile("/learning/question/")) as reply:
        page.get_by_role("button", name="Release now").click()
    assert reply.value.status == 400
    expect(page.locator("#warning")).to_contain_text(said)


def test_bad_input_is_refused_kindly_with_the_text_kept(author, ticket, stack, screenshot):
    cases = [
        ({"question": ""}, "Please write the question."),
        ({"question": "Why? " * 1001}, "5,000 is the most"),
        ({"reference": " "}, "Please write a reference"),
        ({"criterion_0": "", "label_0": "", "criterion_1": "", "label_1": ""}, "at least one point"),
        ({"criterion_1": ""}, "Please say what a good answer says for point 2."),
        ({"weight_0": "heavy"}, "Point 1: the weight is a number above 0"),
        ({"weight_0": "nan"}, "Point 1: the weight is a number above 0"),
        ({"href_0": "javascript:alert(1)"}, "http://"),
        ({"learner": "nobody@nowhere.test"}, "Nobody with the address nobody@nowhere.test"),
    ]
    for fields, said in cases:
        author.goto(f"/trac/learning/question/{ticket}")
        typed = tags() | {"question": '<b>Kept</b> & "quoted"\n\nwith lines }}} 😀'} | fields
        fill(author, **typed)
        refused(author, said)
        for name in ("question", "reference", "title_0"):
            expect(author.locator(f"[name={name}]")).to_have_value(typed[name])
    screenshot(author, "author-refused")
    assert stack.sql(STORED, ticket) == []


def test_a_learner_gets_no_form_and_saves_nothing(ticket, page, sign_in, stack):
    sign_in(page, "learner", f"/trac/ticket/{ticket}")
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "trac_form_token")
    assert page.request.get(f"/trac/learning/question/{ticket}").status == 403
    form = {**tags(), "revision": "0", "__FORM_TOKEN": token}
    assert page.request.post(f"/trac/learning/question/{ticket}", form=form).status == 403
    assert stack.sql(STORED, ticket) == []
