"""The course is what its readers expect."""

import uuid

import pytest
from traclearn_contracts.events import parse
from traclearn_local.cloud.cognito import ACCOUNTS, Identity
from traclearn_local.demo.course import document
from traclearn_local.demo.material import FOLDER

SUBS = {email: str(uuid.uuid5(uuid.NAMESPACE_URL, email)) for email in ACCOUNTS}
COURSE = document(Identity("pool", "web", "machine", "secret", SUBS))
TICKETS = COURSE["tickets"]


def detail(ticket):
    event_id = str(uuid.uuid4())
    metadata = {
        "event_id": event_id, "occurred_at": "2026-01-15T09:30:00+00:00", "correlation_id": event_id,
        "learner": "a", "groups": ["authors"], "producer": "traclearn.trac",
    }  # fmt: skip
    asked = {name: ticket[name] for name in ("question", "reference", "rubric", "sources")}
    learner = SUBS[ticket["learner"]] if ticket["learner"] else None
    return {"metadata": metadata, "data": {"ticket": 1, "revision": 1, "learner": learner, **asked}}


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda ticket: ticket["summary"])
def test_each_question_keeps_the_contract(ticket):
    event = parse("traclearn.trac", "QuestionPublished.v1", detail(ticket))
    ids = [item.id for item in event.data.rubric]
    assert len(ids) == len(set(ids)) >= 3


def test_there_are_enough_questions_and_every_learner_has_one_of_their_own():
    assert len(TICKETS) >= 6
    assert len({ticket["summary"] for ticket in TICKETS}) == len(TICKETS)
    assert {ticket["learner"] for ticket in TICKETS} == {"learner@demo.test", "learner2@demo.test", None}


def test_sources_lead_to_pages_of_the_course():
    pages = {page["name"] for page in COURSE["wiki"]}
    sources = {source["href"].removeprefix("wiki/") for ticket in TICKETS for source in ticket["sources"]}
    assert sources <= pages
    assert "WikiStart" in pages


def test_the_pages_of_the_course_are_material_and_the_first_page_is_not():
    (prefix,) = COURSE["material"]
    taught = {page["name"] for page in COURSE["wiki"] if page["name"].startswith(prefix)}
    assert taught == {page["name"] for page in COURSE["wiki"]} - {"WikiStart"}


def test_the_second_course_is_in_every_format():
    formats = {path.suffix for path in FOLDER.rglob("*.*")}
    assert formats == {".md", ".txt", ".html", ".pdf", ".docx", ".pptx", ".ipynb"}
