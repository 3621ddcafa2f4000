"""The examples in `openapi.yaml` have the very fields that the services answer with."""

from collections import defaultdict
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from grader.adapters.language_models.provider import Completion
from grader.application.model_calls import CallsReport
from grader.application.question_trial import TrialReport
from grader.domain.hints.given_hint import GivenHint
from grader.domain.model_reply import ModelReply
from grader.entrypoints.api import shown as shown_hint
from grader.entrypoints.api import shown_reply
from grader.entrypoints.requests import (
    CallsSwitch,
    ExplanationRequest,
    HintRequest,
    RepliesQuery,
    TrialRequest,
)
from indexer.adapters import catalogue
from indexer.domain.documents.upload import UploadAnswer
from indexer.entrypoints.api import learners_hit
from progress.adapters import stories, views
from progress.adapters.appeals import appeals_row
from progress.adapters.paths import path_row
from progress.adapters.rows import counting_values, state_values
from progress.adapters.rulings import ruling_row
from progress.domain.appeal import Appeals
from progress.domain.appeal import apply_event as apply_to_appeals
from progress.domain.appeal_status import AppealStatuses, appeal_document
from progress.domain.attempt import Attempt
from progress.domain.counting import Counting
from progress.domain.generated_question import GeneratedQuestion, question_document
from progress.domain.generated_question import apply_event as apply_to_question
from progress.domain.grade import grade_of
from progress.domain.material import content_of, content_summary
from progress.domain.path import Path, apply_event, path_id_of
from progress.domain.path_document import path_document, path_rank, path_summary
from progress.domain.review import review_document, review_of
from progress.domain.ruling import Ruling, ruling_id_of
from progress.domain.ruling import apply_event as apply_to_ruling
from progress.domain.state import State
from traclearn_contracts.events import parse
from traclearn_contracts.gateway import render
from traclearn_contracts.gateway.rendering import operations
from traclearn_corpus.reading import DocumentText, Hit, Passage, Section, TextPassage
from traclearn_worker.queue_depths import QueueDepth

from .aws_gateway import VARIABLES
from .services import example

GRADE = "3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02"
HINT = {
    **{"id": GRADE, "kind": "hint", "learner": "ann", "ticket": 42, "attempt": 2, "question_revision": 1},
    "deduction": 0.1,
}
ROW = defaultdict(lambda: None, grade_id=GRADE)


@pytest.fixture(scope="module")
def examples():
    reads = {operation["operationId"]: operation for _, operation in operations(render("aws", **VARIABLES))}
    names = (
        *("listProgress", "readProgress", "readChanges", "listPaths", "readPath", "listGaps"),
        *("listGeneratedQuestions", "readGeneratedQuestion"),
        *("listDesk", "listRulings", "listGrades", "readGrade", "readSpending"),
        *("grantUploads", "listContent", "readContent", "readText", "readPassage", "searchContent"),
    )
    return {name: reads[name]["responses"]["200"]["content"]["application/json"]["example"] for name in names}


@pytest.fixture(scope="module")
def routes():
    return {operation["operationId"]: operation for _, operation in operations(render("aws", **VARIABLES))}


def body_of(said):
    return said["content"]["application/json"]["example"]


@pytest.mark.parametrize("route", ["giveHint", "explainItem", "readHint"])
@pytest.mark.parametrize("status", ["200", "202"])
def test_hint_in_each_state_has_the_fields_of_the_contract(routes, route, status):
    answered = shown_hint(
        GivenHint.model_validate(HINT | {"state": "ready" if status == "200" else "waiting"})
    )
    example = body_of(routes[route]["responses"][status])
    assert example.keys() == answered.keys() and example["state"] == answered["state"]


def test_what_a_learner_asks_of_the_grader_is_taken(routes):
    for route, model in (("giveHint", HintRequest), ("explainItem", ExplanationRequest)):
        asked = body_of(routes[route]["requestBody"])
        assert model.model_validate(asked).model_dump() == asked


def test_trial_has_the_fields_of_the_contract(routes):
    example = body_of(routes["tryQuestion"]["responses"]["200"])
    answered = TrialReport.model_validate(example).model_dump(mode="json")
    assert answered.keys() == example.keys()
    assert [one.keys() for one in answered["answers"]] == [one.keys() for one in example["answers"]]
    said = body_of(routes["tryQuestion"]["requestBody"])
    assert TrialRequest.model_validate(said).model_dump(mode="json").keys() == said.keys()


def test_report_of_calls_has_the_fields_of_the_contract(routes):
    example = body_of(routes["readCalls"]["responses"]["200"])
    assert CallsReport.model_validate(example).model_dump(mode="json") == example
    said = body_of(routes["switchCalls"]["requestBody"])
    assert CallsSwitch.model_validate(said).model_dump() == said


def test_reply_of_a_model_has_the_fields_of_the_contract(routes):
    (one,) = body_of(routes["listReplies"]["responses"]["200"])["replies"]
    key, about = UUID(GRADE), {"ticket": 42, "learner": "ann", "attempt": 1}
    kept = ModelReply(key=key, **about, call=one["call"], reply=one["reply"], received_at=one["received_at"])
    answered = shown_reply(kept)
    assert answered.keys() == one.keys() and answered["reply"] == one["reply"]
    assert one["reply"].keys() == Completion.model_fields.keys() | {"prompt_version", "prompt_hash"}
    asked = [parameter["name"] for parameter in routes["listReplies"]["parameters"]]
    assert set(asked) == RepliesQuery.model_fields.keys()


def test_queue_depths_have_the_fields_of_the_contract(routes):
    (one,) = body_of(routes["readOperations"]["responses"]["200"])["queues"]
    assert asdict(QueueDepth(**one)) == one


def test_list_of_progress_has_the_fields_of_the_contract(examples):
    (entry,) = examples["listProgress"]["progress"]
    assert entry.keys() == views.summary(ROW).keys()


def test_progress_of_one_ticket_has_the_fields_of_the_contract(examples):
    shown, answered = examples["readProgress"], views.detail(ROW, [ROW], [])
    assert shown.keys() == answered.keys()
    assert shown["attempts"][0].keys() == answered["attempts"][0].keys()


def test_change_has_the_fields_of_the_contract(examples):
    changes = examples["readChanges"]["changes"]
    received, graded, page, document, path, review, withdrawn, hint, counting, appeal = changes
    answered = views.change(ROW)
    assert all(change.keys() == answered.keys() for change in (received, graded, page, document, counting))
    assert path.keys() == answered.keys() | {"path"}
    assert review.keys() == answered.keys() | {"review"}
    of_hint, of_withdrawal = views.change(ROW | {"hint_id": GRADE}), views.change(ROW | {"override": GRADE})
    assert hint.keys() == of_hint.keys() and hint["hint"].keys() == of_hint["hint"].keys()
    assert withdrawn.keys() == of_withdrawal.keys()
    assert withdrawn["withdrawal"].keys() == of_withdrawal["withdrawal"].keys()
    assert appeal.keys() == answered.keys() | {"appeal"}
    assert counting["counting"].keys() == counting_values(Counting(1, 0, 0, None)).keys()
    assert graded["grade"].keys() == answered["grade"].keys()
    known = State(attempt=1, phase="graded", grade_id=UUID(GRADE))
    grade = {"counting_revision": 1, "counting_person": False, "counting_graded_at": datetime.now(UTC)}
    row = ROW | {"state": state_values(known), "counting_grade": GRADE} | grade
    state = views.change(defaultdict(lambda: None, row))["state"]
    assert received["state"].keys() == graded["state"].keys() == state.keys()
    assert graded["state"]["grade"] == graded["grade"]
    assert [type(each) for each in state["rank"]] == [type(each) for each in graded["state"]["rank"]]
    assert [change["kind"] for change in changes] == [
        *("answer_received", "graded", "page_received", "content", "path", "review"),
        *("withdrawn", "hint", "counting", "appeal"),
    ]
    assert received["content"] is page["content"] is None
    assert examples["readChanges"]["cursor"] == appeal["id"]
    said = example("ReviewScheduled.v1/passed")
    event = parse(said["source"], said["detail-type"], said["detail"])
    assert review["review"] == review_document(review_of(event))
    assert [review[name] for name in ("event_id", "learner", "ticket", "attempt")] == [
        *(str(event.metadata.event_id), event.data.learner, event.data.ticket, event.data.attempt)
    ]


def known_path(*names):
    """The path after these examples of events."""
    known = None
    for name in names:
        said = example(name)
        event = parse(said["source"], said["detail-type"], said["detail"])
        known = apply_event(known or Path(path_id_of(event), event.metadata.learner), event)
    return known


def test_path_has_the_fields_of_the_contract(examples):
    accepted = ("PathRequested.v1/plain", "PathGenerated.v1/with-remarks", "PathCreated.v1/two-steps")
    shown, document = examples["readPath"], path_document(known_path(*accepted))
    assert list(shown) == list(document)
    for step, answered in zip(shown["steps"], document["steps"], strict=True):
        assert step.keys() == answered.keys()
        assert step["source"].keys() == answered["source"].keys()
        apart = {"step": "", "source": {}}
        assert step | apart == answered | apart
    apart = {"at": "", "steps": []}
    assert shown | apart == document | apart
    (entry,) = examples["listPaths"]["paths"]
    assert list(entry) == list(path_summary(known_path(*accepted)))
    row = path_row(known_path(*accepted))
    assert {**views.path_summary(row), "at": ""} == {**entry, "at": ""}


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("PathProgressed.v1/asking", "working"),
        ("PathProgressed.v1/waiting", "working"),
        ("PathUnavailable.v1/not-covered", "unavailable"),
        ("PathRequested.v1/nasty", "requested"),
        ("PathChanged.v1/renamed", "requested"),
        ("PathChanged.v1/given-up", "given_up"),
        ("PathMaterialChanged.v1/moved", "requested"),
    ],
)
def test_path_has_the_same_fields_in_every_state(examples, name, state):
    document = path_document(known_path(name))
    assert (document.keys(), document["state"]) == (examples["readPath"].keys(), state)


def test_gap_has_the_fields_of_the_contract(examples):
    refused = path_row(known_path("PathUnavailable.v1/not-covered"))
    counted = {"goal": refused["query_text"], "learners": 1, "requests": 2}
    row = refused | counted | {"first_at": datetime.now(UTC), "last_at": datetime.now(UTC)}
    (shown,) = examples["listGaps"]["gaps"]
    apart = {"first_at": "", "last_at": ""}
    assert shown | apart == views.gap(row) | apart


def test_generated_question_has_the_fields_of_the_contract(examples):
    known = None
    for name in ("QuestionDrafted.v1/definition", "QuestionReviewed.v1/edited"):
        said = example(name)
        event = parse(said["source"], said["detail-type"], said["detail"])
        known = apply_to_question(known or GeneratedQuestion(event.data.question_id), event)
    (shown,) = examples["listGeneratedQuestions"]["questions"]
    document = question_document(known, 3, 0, ())
    apart = {"question": "", "drafted_at": "", "reviewed_at": ""}
    assert list(shown) == list(document) and shown | apart == document | apart
    assert examples["readGeneratedQuestion"] == shown


def test_gradebook_entry_has_the_fields_of_the_contract(examples):
    (shown,) = examples["listGrades"]["grades"]
    assert list(shown) == list(stories.gradebook_entry(ROW))


def test_story_of_an_attempt_has_the_fields_of_the_contract(examples):
    at = datetime.now(UTC)
    ids = {"id": UUID(GRADE), "event_id": UUID(GRADE), "override": UUID(GRADE)}
    row = (
        ROW | ids | {"graded_at": at, "withdrawn_at": at, "given_at": at, "kind": "explanation", "attempt": 1}
    )
    row |= {"items": [], "flags": [], "sources": [], "remarks": [], "score": 0.5, "revision": 1}
    row |= {"kind": "explanation", "attempt": 1, "person": False}
    known = defaultdict(lambda: None, row)
    answered = stories.story(known, None, stories.AttemptRows(known, [known], [known], [known]))
    shown = examples["readGrade"]
    assert list(shown) == list(answered)
    of_kind = {entry["kind"]: set(entry) for entry in answered["story"]}
    assert {entry["kind"]: set(entry) for entry in shown["story"]} == of_kind


def test_spending_has_the_fields_of_the_contract(examples):
    (shown,) = examples["readSpending"]["spending"]
    assert list(shown) == list(stories.spending(defaultdict(lambda: None, day=datetime.now(UTC).date())))


def test_ruling_is_the_example_of_the_contract(examples):
    said = example("RulingMade.v1/counts")
    event = parse(said["source"], said["detail-type"], said["detail"])
    known = apply_to_ruling(Ruling(event.data.ticket, ruling_id_of(event)), event)
    (shown,) = examples["listRulings"]["rulings"]
    assert shown == views.ruling(ruling_row(known) | {"cited": 3})


def test_appeal_has_the_fields_of_the_contract(examples):
    """Of an attempt, in the feed, and on the desk; each is worked out by its own code."""
    appeals = Appeals("learner", 42, 1)
    for name in ("GradeAppealed.v1/plain", "AppealAssessed.v1/second-differs"):
        said = example(name)
        appeals = apply_to_appeals(appeals, parse(said["source"], said["detail-type"], said["detail"]))
    said = example("AnswerGraded.v1/partly")
    grade = grade_of(parse(said["source"], said["detail-type"], said["detail"]))
    statuses = AppealStatuses(appeals, Attempt(1).with_grade(replace(grade, id=UUID(GRADE))))
    document = appeal_document(statuses)
    (attempt,) = examples["readProgress"]["attempts"]
    (answer,) = examples["listDesk"]["answers"]
    told = examples["readChanges"]["changes"][-1]["appeal"]
    apart = {"at": "", "rank": 0}
    assert attempt["appeal"] == answer["appeal"] and attempt["appeal"].keys() == document.keys()
    assert attempt["appeal"] | apart == document | apart == told | apart
    row = {"appeal_" + name: value for name, value in appeals_row(statuses).items()}
    answered = views.detail(ROW, [defaultdict(lambda: None, row)], [])
    assert answered["attempts"][0]["appeal"] == document


def test_desk_has_the_fields_of_the_contract(examples):
    shown = examples["listDesk"]
    row = defaultdict(lambda: None, {"appeal_id": GRADE, "place": 0, "grade_id": GRADE})
    (question,), (answer,) = shown["questions"], shown["answers"]
    assert question.keys() == views.desk_question(row).keys()
    answered = views.desk_answer(row)
    assert answer.keys() == answered.keys() and answer["why"] == answered["why"]
    assert answer["grade"].keys() == answered["grade"].keys()
    assert answer["appeal"].keys() == answered["appeal"].keys()


def test_change_of_a_path_has_the_fields_of_the_contract(examples):
    row = examples["readChanges"]["changes"][4]
    assert row["path"].keys() == examples["readPath"].keys() | {"rank"}
    assert path_rank(known_path("PathCreated.v1/two-steps"))[0] == row["path"]["rank"][0]


def test_document_for_authors_has_the_fields_of_the_contract(examples):
    (listed,) = examples["listContent"]["documents"]
    row = ROW | {"name": "a/b", "chunks": 1, "embedded": 1, "dropped": [], "at": datetime.now(UTC)}
    assert listed.keys() == catalogue.summary(row).keys()
    assert listed.keys() < examples["readContent"].keys()
    (grant,) = examples["grantUploads"]["grants"]
    assert grant.keys() == {field.name for field in fields(UploadAnswer)}


def test_text_for_learners_has_the_fields_of_the_contract(examples):
    shown = examples["readText"]
    assert list(shown) == [field.name for field in fields(DocumentText)]
    assert list(shown["passages"][0]) == [field.name for field in fields(TextPassage)]
    assert list(shown["sections"][0]) == [field.name for field in fields(Section)]
    passage = {field.name for field in fields(Passage)} - {"chunk"} | {"id"}
    assert examples["readPassage"].keys() == passage


def test_hit_says_nothing_that_is_the_authors(examples):
    (shown,) = examples["searchContent"]["hits"]
    hit = Hit(**shown, concept="isolation")
    assert learners_hit(hit) == shown


def test_change_of_a_document_has_the_fields_of_the_contract(examples):
    content = examples["readChanges"]["changes"][3]
    indexed, rejected = example("ContentIndexed.v1/pdf"), example("ContentRejected.v1/scanned")
    rejected["detail"]["data"]["revision"] = indexed["detail"]["data"]["revision"] + 1
    known = None
    for event in (indexed, rejected):
        known = content_of(parse(event["source"], event["detail-type"], event["detail"])).merged_with(known)
    summary = content_summary(known)
    assert content["content"].keys() == summary.keys()
    summary["detail"] = content["content"]["detail"]
    assert content["content"] == summary
