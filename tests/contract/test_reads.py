"""The examples in `openapi.yaml` have the very fields that the progress service answers with."""

from collections import defaultdict

import pytest
from progress.adapters import views
from traclearn_contracts.gateway import render
from traclearn_contracts.gateway.rendering import operations

from .aws_gateway import VARIABLES

ROW = defaultdict(lambda: None, grade_id="3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02")


@pytest.fixture(scope="module")
def examples():
    reads = {operation["operationId"]: operation for _, operation in operations(render("aws", **VARIABLES))}
    names = ("listProgress", "readProgress", "readChanges")
    return {name: reads[name]["responses"]["200"]["content"]["application/json"]["example"] for name in names}


def test_the_list(examples):
    (entry,) = examples["listProgress"]["progress"]
    assert entry.keys() == views.summary(ROW).keys()


def test_one_ticket(examples):
    shown, answered = examples["readProgress"], views.detail(ROW, [ROW])
    assert shown.keys() == answered.keys()
    assert shown["attempts"][0].keys() == answered["attempts"][0].keys()


def test_the_feed(examples):
    received, graded = examples["readChanges"]["changes"]
    answered = views.change(ROW)
    assert received.keys() == graded.keys() == answered.keys()
    assert graded["grade"].keys() == answered["grade"].keys()
    assert examples["readChanges"]["cursor"] == graded["id"]
