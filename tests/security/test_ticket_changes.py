"""A ticket with a question is changed by authors; learners answer it and comment on it."""

from uuid import uuid4

import pytest

from tests.security.tracform import attach, change, token

pytestmark = pytest.mark.stack

TEXT = "A commit records a snapshot of the whole tree and points to its parent commits."
TICKET = (
    "SELECT summary, type, keywords, cc, owner, reporter, status, description"
    " FROM public.ticket WHERE id = %s"
)
COMMENTS = (
    "SELECT count(*) FROM public.ticket_change WHERE ticket = %s AND field = 'comment' AND newvalue = %s"
)
ATTEMPTS = "SELECT count(*) FROM public.learning_attempt WHERE ticket = %s AND answer = %s"


@pytest.fixture(scope="module")
def shared(stack):
    return stack.ask(f"Shared {uuid4().hex[:8]}")[0]


@pytest.fixture(scope="module")
def own(stack):
    return stack.ask(f"Own {uuid4().hex[:8]}", learner=stack.env["DEMO_LEARNER"])[0]


@pytest.fixture(params=["shared", "own"])
def ticket(request):
    return request.getfixturevalue(request.param)


def close(visitor, ticket):
    return change(visitor, ticket, action="close_question")


@pytest.mark.parametrize(
    "fields",
    [
        {"field_summary": "Renamed"},
        {"field_type": "task"},
        {"field_keywords": "easy"},
        {"field_cc": "somebody@else.test"},
        {"cc_update": "on"},
        {"field_description": "Ask me."},
        {"field_reporter": "TracLearn"},
        {"action": "resolve", "action_resolve_resolve_resolution": "fixed"},
        {"action": "close_question"},
        {"action": "accept"},
        {"action": "reassign", "action_reassign_reassign_owner": "me"},
        {"field_summary": "Renamed", "comment": "with a comment"},
    ],
    ids=lambda fields: next(iter(fields)) + "-" + str(next(iter(fields.values()))),
)
def test_form_of_a_learner_changes_no_field_of_a_ticket(stack, learner, ticket, fields):
    before = stack.sql(TICKET, ticket)
    change(learner, ticket, **fields)
    assert stack.sql(TICKET, ticket) == before


def test_learner_comments_and_edits_the_comment(stack, learner, ticket):
    said = f"I have a question {uuid4()}"
    assert change(learner, ticket, comment=said).status_code == 303
    assert stack.sql(COMMENTS, ticket, said)[0]["count"] == 1
    (row,) = stack.sql(
        "SELECT oldvalue FROM public.ticket_change WHERE ticket = %s AND newvalue = %s", ticket, said
    )
    form = {"edit_comment": "Submit", "edited_comment": said + "!", "cnum_edit": row["oldvalue"]}
    sent = learner.http.post(f"/trac/ticket/{ticket}", data=form | {"__FORM_TOKEN": token(learner)})
    assert sent.status_code == 303
    assert stack.sql(COMMENTS, ticket, said + "!")[0]["count"] == 1


def test_learner_edits_no_comment_of_others(stack, learner, author, shared):
    said = f"The author says {uuid4()}"
    change(author, shared, comment=said)
    (row,) = stack.sql(
        "SELECT oldvalue FROM public.ticket_change WHERE ticket = %s AND newvalue = %s", shared, said
    )
    form = {"edit_comment": "Submit", "edited_comment": "else", "cnum_edit": row["oldvalue"]}
    sent = learner.http.post(f"/trac/ticket/{shared}", data=form | {"__FORM_TOKEN": token(learner)})
    assert sent.status_code == 403


def test_learner_sees_no_form_that_would_be_refused(learner, author, ticket):
    page = learner.http.get(f"/trac/ticket/{ticket}").text
    assert 'id="properties"' not in page
    assert 'value="close_question"' not in page
    assert "permission" not in page.lower()
    assert 'id="comment"' in page
    authors = author.http.get(f"/trac/ticket/{ticket}").text
    assert 'id="properties"' in authors
    assert 'value="close_question"' in authors


def test_closed_question_takes_no_answers_until_an_author_reopens_it(stack, learner, author):
    (ticket,) = stack.ask(f"Closing {uuid4().hex[:8]}")
    fields = learner.form(ticket)
    assert close(author, ticket).status_code == 303
    refused = learner.answer(ticket, TEXT, fields)
    assert refused.status_code == 409
    assert "closed" in refused.text
    assert TEXT in refused.text
    page = learner.http.get(f"/trac/ticket/{ticket}").text
    assert "/learning/answer/" not in page
    assert "This question is closed" in page
    change(learner, ticket, action="open_question")
    assert stack.sql(TICKET, ticket)[0]["status"] == "closed"
    assert stack.sql(ATTEMPTS, ticket, TEXT)[0]["count"] == 0
    change(author, ticket, action="open_question")
    assert learner.answer(ticket, TEXT).status_code == 303
    assert stack.sql(ATTEMPTS, ticket, TEXT)[0]["count"] == 1


def test_attempts_of_a_closed_question_are_still_told(stack, learner, author):
    (ticket,) = stack.ask(f"Closed after {uuid4().hex[:8]}")
    learner.answer(ticket, TEXT)
    close(author, ticket)
    assert learner.wait(ticket)["phase"] == "graded"


def test_attachment_of_another_is_neither_replaced_nor_deleted_by_a_learner(stack, learner, author, shared):
    name = f"{uuid4().hex[:8]}.txt"
    assert attach(author, shared, name, "the author's").status_code == 303
    attach(learner, shared, name, "the learner's", replace="on")
    form = {"__FORM_TOKEN": token(learner), "action": "delete"}
    learner.http.post(f"/trac/attachment/ticket/{shared}/{name}", data=form)
    assert author.http.get(f"/trac/raw-attachment/ticket/{shared}/{name}").text == "the author's"
    own = f"own-{name}"
    assert attach(learner, shared, own, "the learner's").status_code == 303
    assert learner.http.get(f"/trac/raw-attachment/ticket/{shared}/{own}").text == "the learner's"


def test_ticket_without_a_question_is_as_it_was(stack, learner, permissive_trac):
    summary = f"Plain {uuid4().hex[:8]}"
    form = {"__FORM_TOKEN": token(learner), "field_summary": summary, "submit": "Create ticket"}
    made = learner.http.post("/trac/newticket", data=form | {"action": "create"})
    number = int(made.headers["location"].rpartition("/")[2])
    assert change(learner, number, field_keywords="mine").status_code == 303
    assert stack.sql(TICKET, number)[0]["keywords"] == "mine"
