"""`traclearn content add`: which files are sent, and what is said of each."""

import tracemalloc

import pytest
from traclearn_cli.author import document_watch, upload

FIELDS = ["path", "name", "document", "revision", "state", "reason", "detail", "chunks", "embedded"]
NAMES = ["course/more/three.md", "course/one.md", "course/two.txt"]


def test_folder_brings_all_visible_files_below_it(run, service, course):
    code, lines, said = run("add", course, "--subject", "Databases", "--json")
    assert code == 0 and said == ""
    assert sorted(line["name"] for line in lines) == NAMES
    assert all(list(line) == FIELDS for line in lines)
    one = next(line for line in lines if line["name"] == "course/one.md")
    assert one["path"] == str(course / "one.md")
    assert (one["state"], one["revision"], one["chunks"], one["embedded"]) == ("ready", 1, 3, 2)
    assert sorted(service.posted) == [(name, f"# {name.removeprefix('course/')}".encode()) for name in NAMES]
    assert {file["subject"] for file in service.grants[0]} == {"Databases"}


def test_unchanged_file_is_not_sent_again(run, service, course):
    assert run("add", course)[0] == 0
    (course / "one.md").write_text("# Changed")
    code, lines, _ = run("add", course, "--json")
    assert code == 0 and len(service.posted) == 4
    assert {line["name"]: (line["state"], line["revision"]) for line in lines} == {
        "course/one.md": ("ready", 2),
        "course/two.txt": ("unchanged", 1),
        "course/more/three.md": ("unchanged", 1),
    }


def test_bad_file_holds_up_no_other(run, service, course):
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


def test_name_above_the_limit_fails_without_a_request(run, service, tmp_path):
    folder = tmp_path / "a"
    deep = folder / ("b" * 200)
    deep.mkdir(parents=True)
    (deep / ("c" * 100)).write_text("x")
    code, (line,), _ = run("add", folder, "--json")
    assert (code, line["state"], line["reason"]) == (1, "failed", "unreadable")
    assert "303 letters" in line["detail"] and service.grants == []


def test_outcomes_for_a_person_are_lines_and_a_count(run, course):
    code, lines, _ = run("add", course)
    assert code == 0 and lines[-1] == "3 ready"
    assert "ready     course/one.md: 3 chunks, 2 of them embedded now" in lines


@pytest.mark.parametrize("batch", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_many_files_come_in_batches(run, service, tmp_path, monkeypatch, batch):
    monkeypatch.setattr(upload, "BATCH_SIZE", batch)
    monkeypatch.setattr(document_watch, "QUERY_SIZE", batch)
    folder = tmp_path / "many"
    folder.mkdir()
    half = batch // 2
    for number in range(5 * half):
        (folder / f"{number:03}.md").write_text(f"# {number}")
    code, lines, _ = run("add", folder, "--json")
    assert code == 0 and {line["state"] for line in lines} == {"ready"} and len(lines) == 5 * half
    assert [len(files) for files in service.grants] == [batch, batch, half]
    assert sorted(service.asked) == [half, batch, batch] and len(service.posted) == 5 * half


def test_large_file_is_never_held_whole(run, service, tmp_path):
    (tmp_path / "large.pdf").write_bytes(b"x" * 20_000_000)
    service.holds = False
    tracemalloc.start()
    try:
        assert run("add", tmp_path / "large.pdf")[0] == 0
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_two_files_of_one_name_are_wrong_usage(run, service, course, tmp_path):
    (tmp_path / "one.md").write_text("another")
    code, _, said = run("add", course / "one.md", tmp_path / "one.md")
    assert code == 2 and "would both be 'one.md'" in said and service.grants == []
    assert run("add", course / "one.md", course / ".." / "course" / "one.md")[0] == 0


def test_nothing_to_add_is_wrong_usage(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("add", tmp_path / "empty")[0] == 2
    assert run("add", tmp_path / "missing")[0] == 2
