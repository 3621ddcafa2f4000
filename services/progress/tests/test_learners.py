"""Whom an event is about decides who is shown it, and whether a learner's row in Trac's outbox is closed."""

import re

import yaml
from progress.domain.change import ABOUT_THE_SPEAKER
from traclearn_contracts.events import TYPES
from traclearn_contracts.files import CONTRACTS

ABOUT_NOBODY = {"QuestionPublished.v1", "RulingMade.v1", "RulingRevoked.v1", "RegradesOrdered.v1"}
"""What authors say of a question and all who answer it."""
OUTBOX = CONTRACTS.parent / "trac" / "learning" / "sync" / "outbox.py"


def relayed():
    paths = yaml.safe_load((CONTRACTS / "openapi.yaml").read_text())["paths"]
    return {
        name
        for path in paths.values()
        for route in path.values()
        for name in route.get("x-traclearn-relay", ())
    }


def about_the_speaker():
    return {name for name, model in TYPES.items() if issubclass(model, ABOUT_THE_SPEAKER)}


def test_each_event_of_trac_is_about_somebody_or_nobody_on_purpose():
    named = {name for name in relayed() if "learner" in TYPES[name].model_fields}
    unplaced = relayed() - about_the_speaker() - named - ABOUT_NOBODY
    assert unplaced == set(), "say in ABOUT_THE_SPEAKER whom it is about, or here that it is about nobody"


def test_what_learners_send_is_about_them():
    (names,) = re.findall(r"^OF_LEARNERS = \((.*?)\)$", OUTBOX.read_text(), re.M | re.S)
    of_learners = set(re.findall(r"'([\w.]+)'", names))
    assert of_learners
    assert of_learners <= about_the_speaker()
