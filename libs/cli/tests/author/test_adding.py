"""`traclearn content add`: what is sent, what is waited for, and what happens when something goes wrong."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
import tracemalloc
from contextlib import suppress

import pytest
from traclearn_cli.author import grant, http_retry, upload, watch

COMMAND = "from traclearn_cli.main import build_app; build_app(())()"
HEED_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""Whoever started the tests: a shell's `&` has it ignored."""
FIELDS = ["path", "name", "document", "revision", "state", "reason", "detail", "chunks", "embedded"]
NAMES = ["course/more/three.md", "course/one.md", "course/two.txt"]
GRANTS = "/api/v1/content"
EXPIRED = (
    "<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>"
)


def test_a_folder_comes_with_all_that_is_its_own(run, service, course):
    code, lines, said = run("add", course, "--subject", "Databases", "--json")
    assert code == 0 and said == ""
    assert sorted(line["name"] for line in lines) == NAMES
    assert all(list(line) == FIELDS for line in lines)
    one = next(line for line in lines if line["name"] == "course/one.md")
    assert one["path"] == str(course / "one.md")
    assert (one["state"], one["revision"], one["chunks"], one["embedded"]) == ("ready", 1, 3, 2)
    assert sorted(service.posted) == [(name, f"# {name.removeprefix('course/')}".encode()) for name in NAMES]
    assert {file["subject"] for file in service.grants[0]} == {"Databases"}


def test_what_has_not_changed_is_not_sent_again(run, service, course):
    assert run("add", course)[0] == 0
    (course / "one.md").write_text("# Changed")
    code, lines, _ = run("add", course, "--json")
    assert code == 0 and len(service.posted) == 4
    assert {line["name"]: (line["state"], line["revision"]) for line in lines} == {
        "course/one.md": ("ready", 2),
        "course/two.txt": ("unchanged", 1),
        "course/more/three.md": ("unchanged", 1),
    }


def test_one_bad_file_holds_up_no_other(run, service, course):
    (course / "scan.pdf").write_text("SCAN")
    (course / "empty.md").write_text("")
    (course / "gone.md").symlink_to(course / "nothing.md")
    (course / ("long" * 60 + ".md")).write_text("a name within the file system's limit")
    code, lines, _ = run("add", course, course.parent / "secret.md", "--json")
    states = {line["name"]: (line["state"], line["reason"], line["detail"]) for line in lines}
    assert code == 1 and sum(state[0] == "ready" for state in states.values()) == 5
    assert states["course/scan.pdf"] == ("rejected", "scanned", "It holds pictures of text only.")
    assert states["course/empty.md"] == ("refused", "refused", "It is empty.")
    assert states["secret.md"][0] == "ready"


def test_a_name_too_long_for_the_service_is_told_before_it_is_asked(run, service, tmp_path):
    folder = tmp_path / "a"
    deep = folder / ("b" * 200)
    deep.mkdir(parents=True)
    (deep / ("c" * 100)).write_text("x")
    code, (line,), _ = run("add", folder, "--json")
    assert (code, line["state"], line["reason"]) == (1, "failed", "unreadable")
    assert "303 letters" in line["detail"] and service.grants == []


def test_lines_for_a_person(run, course):
    code, lines, _ = run("add", course)
    assert code == 0 and lines[-1] == "3 ready"
    assert "ready     course/one.md: 3 chunks, 2 of them embedded now" in lines


def test_a_grant_that_s3_calls_expired_is_asked_for_anew(run, service, course):
    service.refusals = [(403, EXPIRED)] * 2
    assert run("add", course)[0] == 0
    assert [len(files) for files in service.grants] == [3, 2] and len(service.posted) == 3


def test_no_file_is_sent_on_a_grant_that_will_have_run_out(run, service, course, monkeypatch):
    monkeypatch.setattr(upload, "MAX_PARALLEL_UPLOADS", 1)
    monkeypatch.setattr(grant, "MARGIN_S", 0)
    service.lifetime, service.slowness = 1, 1.05
    assert run("add", course)[0] == 0
    assert [len(files) for files in service.grants][:2] in ([3, 2], [3, 1]) and len(service.posted) == 3


def test_grants_that_never_last_are_given_up(run, service, course):
    service.refusals = [(403, EXPIRED)] * 99
    code, lines, _ = run("add", course, "--json")
    assert code == 1 and {line["reason"] for line in lines} == {"upload"}
    assert len(service.grants) == upload.MAX_FRUITLESS_ROUNDS


def test_what_storage_says_is_passed_on(run, service, course):
    service.refusals = [(400, "<Error><Message>Your proposed upload exceeds the limit.</Message></Error>")]
    code, lines, _ = run("add", course, "--json")
    assert code == 1 and [line["detail"] for line in lines if line["state"] == "failed"] == [
        "Storage said: Your proposed upload exceeds the limit."
    ]


@pytest.mark.parametrize("where", [GRANTS, "/bucket"])
@pytest.mark.parametrize(
    "trouble", [(429, {"Retry-After": "0"}), (503, {}), (0, {})], ids=["429", "503", "cut"]
)
def test_trouble_that_passes_is_waited_for(run, service, course, where, trouble):
    service.troubles = [(where, *trouble)] * 3
    assert run("add", course)[0] == 0
    assert service.troubles == [] and len(service.posted) == 3


def test_the_wait_is_as_long_as_the_front_door_says(run, service, course):
    service.troubles = [(GRANTS, 429, {"Retry-After": "2"})]
    started = time.monotonic()
    code, _, said = run("add", course, "--no-wait")
    assert code == 0 and time.monotonic() - started >= 2
    assert "Not now. Trying again in 2 s." in said


def test_a_service_that_stays_away_ends_it(run, service, course, monkeypatch):
    monkeypatch.setattr(http_retry, "RETRY_TIMEOUT_S", 0.2)
    service.troubles = [(GRANTS, 503, {})] * 99
    code, _, said = run("add", course)
    assert code == 3 and said == f"{service.url} does not answer as it should: Not now.\n"


def test_a_rate_limit_is_no_reason_to_give_up(run, service, course, monkeypatch):
    monkeypatch.setattr(http_retry, "RETRY_TIMEOUT_S", 0)
    service.troubles = [(GRANTS, 429, {"Retry-After": "0"})] * 5
    assert run("add", course)[0] == 0


def test_nobody_there(run, service, course, monkeypatch):
    monkeypatch.setattr(http_retry, "RETRY_TIMEOUT_S", 0.1)
    monkeypatch.setenv("TRACLEARN_TOKEN", "token")
    monkeypatch.setenv("TRACLEARN_URL", "http://127.0.0.1:9")
    code, _, said = run("add", course)
    assert code == 3 and said.startswith("http://127.0.0.1:9 does not answer")


def test_without_waiting_an_accepted_upload_is_enough(run, service, course):
    service.stuck = True
    code, lines, _ = run("add", course, "--no-wait", "--json")
    assert code == 0 and [line["state"] for line in lines] == ["uploaded"] * 3 and service.asked == []


def test_waiting_ends_when_nothing_moves(run, service, course):
    service.stuck = True
    code, lines, said = run("add", course, "--timeout", "0.2", "--json")
    assert code == 1 and [line["state"] for line in lines] == ["embedding"] * 3
    assert "3 are still on their way" in said


@pytest.mark.parametrize("batch", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_many_files_come_in_batches(run, service, tmp_path, monkeypatch, batch):
    monkeypatch.setattr(upload, "BATCH_SIZE", batch)
    monkeypatch.setattr(watch, "QUERY_SIZE", batch)
    folder = tmp_path / "many"
    folder.mkdir()
    half = batch // 2
    for number in range(5 * half):
        (folder / f"{number:03}.md").write_text(f"# {number}")
    code, lines, _ = run("add", folder, "--json")
    assert code == 0 and {line["state"] for line in lines} == {"ready"} and len(lines) == 5 * half
    assert [len(files) for files in service.grants] == [batch, batch, half]
    assert sorted(service.asked) == [half, batch, batch] and len(service.posted) == 5 * half


def test_a_large_file_is_never_held_whole(run, service, tmp_path):
    (tmp_path / "large.pdf").write_bytes(b"x" * 20_000_000)
    service.holds = False
    tracemalloc.start()
    try:
        assert run("add", tmp_path / "large.pdf")[0] == 0
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_two_files_cannot_be_one_document(run, service, course, tmp_path):
    (tmp_path / "one.md").write_text("another")
    code, _, said = run("add", course / "one.md", tmp_path / "one.md")
    assert code == 2 and "would both be 'one.md'" in said and service.grants == []
    assert run("add", course / "one.md", course / ".." / "course" / "one.md")[0] == 0


def test_nothing_to_add_is_a_mistake(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("add", tmp_path / "empty")[0] == 2
    assert run("add", tmp_path / "missing")[0] == 2


def test_ctrl_c_stops_it_and_the_next_run_goes_on(run, service, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.md").write_text(f"# {number}")
    service.slowness = 0.2
    words = [sys.executable, "-c", HEED_CTRL_C + COMMAND, "content", "add", str(folder)]
    with subprocess.Popen(words, env=os.environ | service.environment, stderr=subprocess.PIPE) as process:
        while len(service.posted) < 6:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read().decode()
    assert process.returncode == 130 and "it goes on where this one ended" in said and "Traceback" not in said
    service.slowness, before = 0, len(service.posted)
    assert 6 <= before < 20
    code, lines, _ = run("add", folder, "--json")
    assert code == 0 and sum(line["state"] == "unchanged" for line in lines) >= 6
    assert {name for name, _ in service.posted} == {f"many/{number:02}.md" for number in range(20)}


def written(terminal):
    """What a program left there, piece by piece: a read brings 4 KB at most, and an error at the end."""
    with suppress(OSError):
        while piece := os.read(terminal, 65536):
            yield piece


def test_a_terminal_sees_bars_and_a_pipe_sees_json(service, course):
    terminal, side = pty.openpty()
    words = [sys.executable, "-c", COMMAND, "content", "add", str(course), "--json"]
    environment = os.environ | service.environment | {"TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, stderr=side, check=True, text=True)
    os.close(side)
    seen = b"".join(written(terminal)).decode()
    os.close(terminal)
    assert "Sending" in seen and "3/3" in seen
    assert [json.loads(line)["state"] for line in done.stdout.splitlines()] == ["ready"] * 3
