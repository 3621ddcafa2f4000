"""Whom an event is about decides who is shown it, and whether a learner's row in Trac's outbox is closed."""

import re
from typing import get_args

from progress.domain.change import Kind
from progress.handlers.projection import PROJECTIONS, named, speaker
from traclearn_contracts import topology
from traclearn_contracts.events import TRAC, detail_type_of
from traclearn_contracts.files import CONTRACTS, read_yaml

OUTBOX = CONTRACTS.parent / "trac" / "learning" / "sync" / "outbox.py"
TRAC_ALONE = {"WikiPageChanged.v1", "QuestionDisputed.v1"}
"""About who speaks, and no route lets a learner say them: an id closes their rows."""
KIND_CHARACTERS = 20
"""`learning.changes.kind`, alembic/versions/002_learning.sql."""


def routes(key):
    """What the routes of the gateway say at this key."""
    paths = read_yaml(CONTRACTS / "openapi.yaml")["paths"]
    found = [route[key] for path in paths.values() for route in path.values() if key in route]
    return {name for said in found for name in ([said] if isinstance(said, str) else said)}


def about(whom):
    return {detail_type_of(model) for model, entry in PROJECTIONS.items() if entry.about is whom}


def of_learners():
    """As Trac has them."""
    (names,) = re.findall(r"^OF_LEARNERS = \((.*?)\)$", OUTBOX.read_text(), re.M | re.S)
    return set(re.findall(r"'([\w.]+)'", names))


def test_an_event_is_about_whom_its_data_names_wherever_that_names_a_learner():
    naming = {detail_type_of(model) for model in PROJECTIONS if "learner" in model.model_fields}
    assert naming == about(named)


def test_who_says_what_is_about_others_needs_a_role():
    without = routes("x-traclearn-relay") - topology.read().roles[TRAC].keys()
    assert without <= about(speaker), "say in topology.yaml, under roles, who may"


def test_what_learners_send_closes_their_own_rows_alone():
    authors = topology.read().roles[TRAC].keys()
    from_learners = (routes("x-traclearn-relay") - authors) & about(speaker)
    assert of_learners() == from_learners - TRAC_ALONE, "OF_LEARNERS in Trac's sync/outbox.py"
    assert not TRAC_ALONE & routes("x-traclearn-event")


def test_kind_of_every_row_is_known_and_fits_its_column():
    known = get_args(Kind)
    assert {entry.kind for entry in PROJECTIONS.values()} <= set(known)
    assert max(map(len, known)) <= KIND_CHARACTERS
