"""Asking for a path, waiting for it, and what is printed of it."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from traclearn_cli import http_retry
from traclearn_cli.learner.options import MAX_GOAL_CHARACTERS
from traclearn_contracts.files import CONTRACTS

from ..fake_paths import PASSAGE, PROPOSED, ROUTE, UNAVAILABLE, WORKING

GENERATE = f"{ROUTE}/generate"
LEARNER = "learner@demo.test"
CREATE = ("create", "--as", LEARNER, "teach me isolation")
KEYS = [
    *("path", "state", "title", "goal", "difficulty", "minutes", "path_minutes", "phase", "done", "total"),
    *("steps", "proposed_steps", "skipped", "warnings", "reason", "detail", "nearest"),
]
COMMAND = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from traclearn_cli.main import build_app; build_app(())()"
)


def test_request_says_the_wish_and_gives_the_path_s_id(run, service, paths):
    code, (shown,), said = run(*CREATE, "--difficulty", 2, "--minutes", 60, "--json")
    (sent,) = paths.requests
    assert (code, said, service.account) == (0, "", LEARNER)
    wish = {"goal": "teach me isolation", "difficulty": 2, "minutes": 60}
    assert {name: sent[name] for name in wish} == wish and set(sent) == {*wish, "event_id", "occurred_at"}
    assert (shown["path"], shown["state"], shown["steps"]) == (sent["event_id"], "requested", [])
    assert list(shown) == KEYS and paths.looks == 0


def test_waiting_ends_with_the_proposed_path(run, paths):
    code, (shown,), _ = run(*CREATE, "--wait", "--json")
    assert (code, shown["state"], paths.looks) == (0, "proposed", 3)
    assert list(shown) == KEYS
    names = ["n", "concept", "title", "minutes", "reason", "question", "ticket_id", "retired", "source"]
    assert [list(step) for step in shown["steps"]] == [names] * 2
    assert list(shown["steps"][0]["source"]) == ["document", "name", "title", "section", "page", "href"]
    assert shown["skipped"] == PROPOSED["skipped"] and shown["warnings"] == PROPOSED["warnings"]
    assert (shown["difficulty"], shown["minutes"]) == (3, 120)


def test_unavailable_path_has_an_exit_code_of_its_own(run, paths):
    paths.story = [WORKING, UNAVAILABLE]
    code, (shown,), _ = run(*CREATE, "--wait", "--json")
    assert code == 4
    assert {name: shown[name] for name in UNAVAILABLE} == UNAVAILABLE
    code, text, _ = run("show", shown["path"])
    assert code == 4 and "The material says nothing about this." in text
    assert "nearest: transaction, in Isolation levels" in text


def test_path_for_a_person_is_a_table(run, paths):
    code, text, _ = run(*CREATE, "--wait")
    (sent,) = paths.requests
    assert code == 0 and text.startswith("proposed    How isolation works\n")
    assert f"path: {sent['event_id']}" in text and "2 steps, about 12 minutes" in text
    assert "databases/isolation.pdf" in text and "page 2" in text
    assert "[of rows]?" in text, "what rich takes for markup stays"
    assert "left out: table, you know it already" in text and "note: The prerequisites" in text
    assert PASSAGE not in text


def test_accepted_path_shows_its_tickets(run, paths):
    steps = [step | {"ticket_id": 50 + step["n"]} for step in PROPOSED["steps"]]
    paths.story = [PROPOSED | {"state": "accepted", "steps": steps}]
    code, text, _ = run(*CREATE, "--wait")
    assert code == 0 and "#51" in text and "#52" in text


def test_step_that_left_the_material_is_said(run, paths):
    steps = [step | {"retired": step["n"] == 1} for step in PROPOSED["steps"]]
    paths.story = [PROPOSED | {"steps": steps}]
    _, text, _ = run(*CREATE, "--wait")
    assert " ".join(text.split()).count("material)") == 1
    _, (shown,), _ = run(*CREATE, "--wait", "--json")
    assert [step["retired"] for step in shown["steps"]] == [True, False]


def test_step_that_is_proposed_after_a_grade_is_shown_with_its_reason(run, paths):
    first, second = PROPOSED["steps"]
    low = {"before": second["step"], "because": {"ticket": 52, "score": 0.4}}
    gap = first | {"step": "gap", "title": "Table", "reason": "you had 40 % on “Isolation”"} | low
    gone = gap | {"step": "gone", "title": "Disk", "retired": True}
    paths.story = [PROPOSED | {"state": "accepted", "proposed_steps": [gap, gone]}]
    code, text, _ = run(*CREATE, "--wait")
    assert code == 0 and "proposed in addition, before “Isolation”: Table (6 min)" in text
    assert "you had 40 % on “Isolation”" in text and "Disk" not in text
    (shown,) = run(*CREATE, "--wait", "--json")[1]
    (proposed,) = shown["proposed_steps"]
    assert {name: proposed[name] for name in low} == low
    assert len(shown["steps"]) == 2


def test_given_up_path_is_waited_for_no_longer(run, paths):
    paths.story = [WORKING, PROPOSED | {"state": "given_up", "title": "For the exam"}]
    code, text, _ = run(*CREATE, "--wait")
    assert code == 0 and text.startswith("given_up    For the exam\n")


def test_waiting_without_headway_ends_after_the_timeout(run, paths):
    paths.story = [WORKING]
    code, (shown,), said = run(*CREATE, "--wait", "--timeout", "0.2", "--json")
    assert (code, shown["state"], shown["phase"]) == (1, "working", "asking")
    assert f"traclearn path show {shown['path']} --wait" in said


def test_path_that_waits_says_for_what_once(run, paths):
    away = {"state": "working", "phase": "waiting", "detail": "The knowledge base is away."}
    paths.story = [away, away, away, PROPOSED]
    code, _, said = run(*CREATE, "--wait")
    assert code == 0 and said == "The knowledge base is away.\n"


@pytest.mark.parametrize("trouble", [(503, {}), (502, {}), (429, {"Retry-After": "0"}), (0, {})], ids=str)
def test_request_is_sent_again_with_the_same_id(run, service, paths, trouble):
    service.troubles = [(GENERATE, *trouble)] * 3
    assert run(*CREATE, "--wait")[0] == 0
    assert service.troubles == [] and len(paths.requests) == 1


def test_request_that_arrived_without_an_answer_is_one_path(run, service, paths, monkeypatch):
    answers = iter([(503, {"message": "Not now."}), (202, {})])
    request = paths.request
    monkeypatch.setattr(paths, "request", lambda said: (request(said), next(answers))[1])
    assert run(*CREATE, "--wait")[0] == 0
    first, second = paths.requests
    assert first == second


def test_service_that_stays_away_ends_the_command(run, service, monkeypatch):
    monkeypatch.setattr(http_retry, "RETRY_TIMEOUT_S", 0.1)
    service.troubles = [(GENERATE, 503, {})] * 99
    code, _, said = run(*CREATE)
    assert code == 3 and "Not now." in said


def test_front_door_that_goes_while_waiting_is_waited_for(run, service, paths):
    service.troubles = [(GENERATE, 503, {})]
    path = run(*CREATE, "--json")[1][0]["path"]
    service.troubles = [(f"{ROUTE}/{path}", 503, {})] * 2
    paths.story = [PROPOSED]
    assert run("show", path, "--wait", "--json")[1][0]["state"] == "proposed"


def test_list_shows_own_paths(run, paths):
    run(*CREATE)
    code, (shown,), _ = run("list", "--json")
    assert code == 0 and shown["id"] == paths.requests[0]["event_id"]
    assert run("list")[1] == (f"requested   {shown['id']}  2026-01-15T09:30  teach me isolation (0 steps)\n")


def test_path_of_nobody_or_another_is_not_found(run):
    id_ = uuid4()
    code, text, said = run("show", "--as", LEARNER, id_)
    assert (code, text, said) == (1, "", f"You have no path {id_}. To see all: traclearn path list\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", ""),
        ("create", "  "),
        ("create", "x" * (MAX_GOAL_CHARACTERS + 1)),
        ("create", "goal", "--difficulty", 6),
        ("create", "goal", "--minutes", 4),
        ("show", "not-an-id"),
    ],
    ids=str,
)
def test_wrong_usage_sends_nothing(run, paths, arguments):
    assert run(*arguments)[0] == 2
    assert paths.requests == [] and paths.looks == 0


def test_limits_are_those_of_the_contract():
    fields = json.loads((CONTRACTS / "events/PathRequested.v1.json").read_text())["properties"]
    assert fields["goal"]["maxLength"] == MAX_GOAL_CHARACTERS
    assert [fields[name]["default"] for name in ("difficulty", "minutes")] == [3, 120]
    assert [fields["minutes"][end] for end in ("minimum", "maximum")] == [5, 6000]
    assert [fields["difficulty"][end] for end in ("minimum", "maximum")] == [1, 5]


def test_refused_goal_says_the_service_s_words(run, service):
    service.troubles = [(GENERATE, 400, {})]
    code, _, said = run(*CREATE)
    assert (code, said) == (1, "Not now.\n")


def test_missing_account_says_where_to_get_one(run, monkeypatch):
    monkeypatch.delenv("DEMO_LEARNER")
    code, _, said = run("list")
    assert code == 2 and "make -s env" in said


def test_ctrl_c_says_the_id_and_how_to_go_on(service, paths, run):
    paths.story = [WORKING]
    words = [sys.executable, "-c", COMMAND, "path", *CREATE, "--wait"]
    with subprocess.Popen(words, env=os.environ | service.environment, stderr=subprocess.PIPE) as process:
        while paths.looks < 2:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read().decode()
    id_ = UUID(paths.requests[0]["event_id"])
    assert process.returncode == 130 and "Traceback" not in said
    assert f"traclearn path show --as {LEARNER} {id_} --wait" in said
    paths.story = [PROPOSED]
    assert run("show", "--as", LEARNER, id_, "--wait", "--json")[1][0]["state"] == "proposed"


def written(terminal):
    """What a program left there, piece by piece: a read brings 4 KB at most, and an error at the end."""
    with suppress(OSError):
        while piece := os.read(terminal, 65536):
            yield piece


def test_progress_goes_to_the_terminal_and_json_to_the_pipe(service, paths):
    paths.story = [None, WORKING, WORKING, PROPOSED]
    terminal, side = pty.openpty()
    words = [sys.executable, "-c", COMMAND, "path", *CREATE, "--wait", "--json"]
    environment = os.environ | service.environment | {"TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, stderr=side, check=True, text=True)
    os.close(side)
    seen = b"".join(written(terminal)).decode()
    os.close(terminal)
    assert "Asked for" in seen and "0/?" in seen
    assert "Making questions" in seen and "1/2" in seen
    assert json.loads(done.stdout)["state"] == "proposed"


def test_reviews_are_listed_the_first_due_first(run, paths):
    def progress(ticket, due_at):
        return {"ticket_id": ticket, "review_due_at": due_at, "answer_score": 0.9, "status": "completed"}

    paths.progress = [
        progress(51, "2999-01-17T09:30:00+00:00"),
        progress(52, None),
        progress(53, "2026-01-17T09:30:00+00:00"),
    ]
    code, shown, _ = run("reviews", "--json")
    assert code == 0 and [(one["ticket_id"], one["due"]) for one in shown] == [(53, True), (51, False)]
    assert list(shown[0]) == ["ticket_id", "review_due_at", "answer_score", "due"]
    code, text, _ = run("reviews")
    assert text.splitlines()[0] == "due    2026-01-17T09:30:00+00:00  #53" and "coming 2999" in text
