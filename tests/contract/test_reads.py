"""The examples in `openapi.yaml` have the very fields that the services answer with."""

from collections import defaultdict
from dataclasses import fields
from datetime import UTC, datetime
from uuid import UUID

import pytest
from indexer.adapters import catalogue
from indexer.domain.documents.upload import UploadAnswer
from progress.adapters import views
from progress.adapters.rows import state_values
from progress.domain.material import content_of, content_summary
from progress.domain.state import State
from traclearn_contracts.events import parse
from traclearn_contracts.gateway import render
from traclearn_contracts.gateway.rendering import operations

from .aws_gateway import VARIABLES
from .services import example

GRADE = "3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02"
ROW = defaultdict(lambda: None, grade_id=GRADE)


@pytest.fixture(scope="module")
def examples():
    reads = {operation["operationId"]: operation for _, operation in operations(render("aws", **VARIABLES))}
    names = ("listProgress", "readProgress", "readChanges", "grantUploads", "listContent", "readContent")
    return {name: reads[name]["responses"]["200"]["content"]["application/json"]["example"] for name in names}


def test_the_list(examples):
    (entry,) = examples["listProgress"]["progress"]
    assert entry.keys() == views.summary(ROW).keys()


def test_one_ticket(examples):
    shown, answered = examples["readProgress"], views.detail(ROW, [ROW])
    assert shown.keys() == answered.keys()
    assert shown["attempts"][0].keys() == answered["attempts"][0].keys()


def test_the_feed(examples):
    received, graded, page, content = changes = examples["readChanges"]["changes"]
    answered = views.change(ROW)
    assert all(change.keys() == answered.keys() for change in changes)
    assert graded["grade"].keys() == answered["grade"].keys()
    known = State(attempt=1, phase="graded", grade_id=UUID(GRADE))
    counting = {"counting_revision": 1, "counting_person": False, "counting_graded_at": datetime.now(UTC)}
    row = ROW | {"state": state_values(known), "counting_grade": GRADE} | counting
    state = views.change(defaultdict(lambda: None, row))["state"]
    assert received["state"].keys() == graded["state"].keys() == state.keys()
    assert graded["state"]["grade"] == graded["grade"]
    assert [type(each) for each in state["rank"]] == [type(each) for each in graded["state"]["rank"]]
    assert [change["kind"] for change in changes] == ["answer_received", "graded", "page_received", "content"]
    assert received["content"] is page["content"] is None
    assert examples["readChanges"]["cursor"] == content["id"]


def test_documents_for_authors(examples):
    (listed,) = examples["listContent"]["documents"]
    row = ROW | {"name": "a/b", "chunks": 1, "embedded": 1, "dropped": [], "at": datetime.now(UTC)}
    assert listed.keys() == catalogue.summary(row).keys()
    assert listed.keys() < examples["readContent"].keys()
    (grant,) = examples["grantUploads"]["grants"]
    assert grant.keys() == {field.name for field in fields(UploadAnswer)}


def test_the_feed_of_documents(examples):
    *_, content = examples["readChanges"]["changes"]
    indexed, rejected = example("ContentIndexed.v1/pdf"), example("ContentRejected.v1/scanned")
    rejected["detail"]["data"]["revision"] = indexed["detail"]["data"]["revision"] + 1
    known = None
    for event in (indexed, rejected):
        known = content_of(parse(event["source"], event["detail-type"], event["detail"])).merged_with(known)
    summary = content_summary(known)
    assert content["content"].keys() == summary.keys()
    summary["detail"] = content["content"]["detail"]
    assert content["content"] == summary
