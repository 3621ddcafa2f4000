"""Accepting a path: Trac's form, and the tickets that come of it."""

from uuid import uuid4

import pytest

from ..fake_paths import PROPOSED, STEPS, UNAVAILABLE, WORKING

LEARNER = "learner@demo.test"


@pytest.fixture
def path(run, paths):
    """The id of one that is proposed."""
    paths.story = [PROPOSED]
    return run("create", "--as", LEARNER, "teach me isolation", "--json")[1][0]["path"]


def test_accepted_path_shows_its_tickets(run, paths, path):
    code, (shown,), said = run("accept", "--as", LEARNER, path, "--json")
    assert (code, said, shown["state"]) == (0, "", "accepted")
    assert [step["ticket_id"] for step in shown["steps"]] == [51, 52]
    assert paths.accepted == [[step["step"] for step in STEPS]]


def test_tickets_stand_in_the_table(run, path):
    code, text, _ = run("accept", path)
    assert code == 0 and text.startswith("accepted ") and "#51" in text and "#52" in text


def test_step_that_is_left_out_gets_no_ticket(run, paths, path):
    code, (shown,), _ = run("accept", path, "--without", 1, "--json")
    assert code == 0 and [step["n"] for step in shown["steps"]] == [2]
    assert paths.accepted == [[STEPS[1]["step"]]]


def test_step_that_left_the_material_is_not_taken(run, paths, path):
    paths.story = [PROPOSED | {"steps": [STEPS[0] | {"retired": True}, STEPS[1]]}]
    assert run("accept", path)[0] == 0
    assert paths.accepted == [[STEPS[1]["step"]]]


def test_path_of_which_nothing_is_left_is_refused(run, paths, path):
    paths.story = [PROPOSED | {"steps": [step | {"retired": True} for step in STEPS]}]
    code, _, said = run("accept", path)
    assert code == 1 and "Ask for it again" in said and paths.accepted == []


@pytest.mark.parametrize("left_out", [("--without", 3), ("--without", 1, "--without", 2)], ids=str)
def test_steps_that_cannot_be_left_out_are_wrong_usage(run, paths, path, left_out):
    assert run("accept", path, *left_out)[0] == 2
    assert paths.accepted == []


def test_accepted_path_stays_as_it_is(run, paths, path):
    run("accept", path)
    code, text, _ = run("accept", path)
    assert code == 0 and "#51" in text and len(paths.accepted) == 1


@pytest.mark.parametrize(
    ("now", "words"),
    [(WORKING, "not proposed yet"), (PROPOSED | {"state": "given_up"}, "gave this path up")],
    ids=["working", "given up"],
)
def test_path_that_is_not_proposed_is_refused(run, paths, path, now, words):
    paths.story = [now]
    code, text, said = run("accept", path)
    assert (code, text, paths.accepted) == (1, "", []) and words in said


def test_unavailable_path_has_its_exit_code(run, paths, path):
    paths.story = [UNAVAILABLE]
    assert run("accept", path)[0] == 4
    assert paths.accepted == []


def test_path_of_nobody_or_another_is_not_found(run, paths):
    code, text, said = run("accept", "--as", LEARNER, uuid4())
    assert (code, text) == (1, "") and "You have no path" in said


def test_trac_that_learns_of_the_path_late_is_waited_for(run, paths, path):
    paths.trac_states = [None, "working", "proposed"]
    assert run("accept", path)[0] == 0
    paths.trac_states, paths.story, paths.accepted = [None], [PROPOSED], []
    code, _, said = run("accept", path, "--timeout", "0.1")
    assert code == 1 and "Trac does not know this path yet" in said and paths.accepted == []


def test_tickets_that_are_not_told_in_time_are_said_to_be_there(run, paths, path, monkeypatch):
    accept = paths.accept
    monkeypatch.setattr(paths, "accept", lambda form: (accept(form), setattr(paths, "story", [PROPOSED])))
    code, (shown,), said = run("accept", path, "--timeout", "0.1", "--json")
    assert (code, shown["state"]) == (1, "proposed") and f"traclearn path show {path}" in said


def test_form_that_trac_does_not_take_is_said(run, paths, path, monkeypatch):
    monkeypatch.setattr(paths, "accept", lambda form: None)
    code, _, said = run("accept", path)
    assert code == 1 and "Trac did not take it" in said


def test_expired_token_is_renewed(run, service, path):
    service.troubles = [(f"/trac/learning/path/{path}/state", 401, {})]
    assert run("accept", "--as", LEARNER, path)[0] == 0
    assert service.sign_ins == 3, "once for asking, once for accepting, once again"


def test_trac_that_is_away_for_a_moment_is_waited_for(run, service, paths, path):
    service.troubles = [(f"/trac/learning/path/{path}/accept", 503, {})]
    assert run("accept", path)[0] == 0
    assert len(paths.accepted) == 1
