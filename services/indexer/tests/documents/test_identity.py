"""Names that must never change: ids, keys and what a subject is taken from."""

import json
from typing import get_args

import pytest
from indexer.domain.documents.identity import Source, document_id, key_of, parse_key, subject_of
from indexer.domain.documents.revision import FailureReason
from indexer.domain.documents.status import DocumentStatus
from traclearn_contracts.files import CONTRACTS

DOCUMENT = document_id("wiki", "Course/Branches")


def test_an_id_is_the_same_everywhere_and_for_ever():
    assert str(DOCUMENT) == "0d6830c8-c1f5-5303-bbe5-2d2487fb3241"
    assert document_id("upload", "Course/Branches") != DOCUMENT


def test_a_key_leads_back_to_its_revision():
    assert parse_key(key_of(DOCUMENT, 7)) == (DOCUMENT, 7)


@pytest.mark.parametrize(
    "key",
    ["", "content/x/1", f"content/{DOCUMENT}", f"content/{DOCUMENT}/0", f"content/{DOCUMENT}/1/x",
     f"other/{DOCUMENT}/1", f"content/{'-' * 36}/1", f"content/{DOCUMENT}/9999999999"],
)  # fmt: skip
def test_other_objects_are_none_of_ours(key):
    assert parse_key(key) is None


@pytest.mark.parametrize(
    ("name", "given", "subject"),
    [
        ("databases/01.md", (), "databases"),
        ("databases/01.md", (None, "Databases"), "Databases"),
        ("databases/01.md", ("Front", "Databases"), "Front"),
        ("notes.md", (), "General"),
        ("Course/Branches", (" ", None), "Course"),
        ("/notes.md", (), "General"),
        ("x" * 200 + "/a", (), "x" * 100),
    ],
)
def test_the_subject_is_what_somebody_said_or_the_folder(name, given, subject):
    assert subject_of(name, *given) == subject


@pytest.mark.parametrize(
    ("revision", "live", "removed", "outdated"),
    [
        (1, None, 0, False),
        (2, 1, 0, False),
        (2, 2, 0, False),
        (1, 2, 0, True),
        (2, None, 2, True),
        (3, None, 2, False),
    ],
)
def test_revision_is_outdated_where_a_later_one_or_the_removal_was_faster(revision, live, removed, outdated):
    source = Source(DOCUMENT, revision, "upload", "a", "me")
    assert DocumentStatus(source, "uploaded", None, live, removed).outdated is outdated


def test_what_failed_by_our_own_fault_may_be_tried_again():
    source = Source(DOCUMENT, 1, "upload", "a", "me")
    assert not DocumentStatus(source, "rejected", "failed").settled
    assert DocumentStatus(source, "rejected", "scanned").settled


def test_reasons_are_those_of_the_contract():
    schema = json.loads((CONTRACTS / "events" / "ContentRejected.v1.json").read_text())
    assert list(get_args(FailureReason)) == schema["properties"]["reason"]["enum"]
