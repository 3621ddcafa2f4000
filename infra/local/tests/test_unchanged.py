"""`make check` looks again at a room when anything that it may read is another, and only then."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from traclearn_local import check, unchanged
from traclearn_local.stack import ROOT
from traclearn_local.unchanged import Green, Tree

PACKAGES = {
    "contracts": (),
    "infra/local": ("contracts",),
    "libs/worker": ("contracts",),
    "libs/english": (),
    "services/grader": ("worker",),
    "services/progress": ("worker",),
}
ROOMS = ("contracts", "libs/worker", "libs/english", "services/grader", "services/progress", "tests", "trac")
WHOLE = {"contracts", "tests"}
"""Rooms that may read all of it."""
COMMAND = ("pytest", "-q")


def write(path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def root(tmp_path):
    """A repository with packages that need each other, and a virtual environment of Trac."""
    root = tmp_path / "repository"
    for folder, needs in PACKAGES.items():
        name = folder.split("/")[-1]
        said = ", ".join(f'"traclearn-{need}>=0"' for need in needs)
        write(
            root / folder / "pyproject.toml",
            f'[project]\nname = "traclearn-{name}"\ndependencies = [{said}]\n',
        )
        write(root / folder / "src" / "module.py")
        write(root / folder / "tests" / "test_module.py")
    for name in ("tests/test_all.py", "trac/learning/page.py", "docs/installing.md", "uv.lock", "README.md"):
        write(root / name)
    write(root / ".gitignore", ".traclearn/\n__pycache__/\n")
    for words in (("init", "-q"), ("add", ".")):
        subprocess.run(["git", *words], cwd=root, check=True)
    return root


@pytest.fixture
def tools(tmp_path):
    write(tmp_path / "tools/trac/lib/python2.7/site-packages/Trac-1.4.4.dist-info/METADATA")
    write(tmp_path / "tools/trac/pyvenv.cfg", "version = 2.7.18")
    return tmp_path / "tools"


@pytest.fixture
def changed(root, tools):
    """Rooms that are to be looked at again, after all were green."""

    def ask(command=COMMAND):
        green = Green(tools, root)
        return set(green.changed("unit", green.digests(ROOMS, command)))

    green = Green(tools, root)
    assert ask() == {*ROOMS}
    green.keep("unit", green.digests(ROOMS, COMMAND))
    assert ask() == set()
    return ask


SERVICES = {"services/grader", "services/progress"}


@pytest.mark.parametrize(
    ("path", "rooms"),
    [
        ("services/grader/src/module.py", {"services/grader", *WHOLE}),
        ("services/grader/tests/test_module.py", {"services/grader", *WHOLE}),
        ("services/grader/tests/data/answers.bin", {"services/grader", *WHOLE}),
        ("libs/worker/src/module.py", {"libs/worker", *SERVICES, *WHOLE}),
        ("libs/worker/src/new.py", {"libs/worker", *SERVICES, *WHOLE}),
        ("libs/english/tests/test_module.py", {"libs/english", *WHOLE}),
        ("libs/english/src/traclearn_english/stop_words.txt", {"libs/english", "trac", *WHOLE}),
        ("services/progress/alembic/versions/006.sql", {"services/progress", "trac", *WHOLE}),
        ("services/progress/src/module.py", {"services/progress", *WHOLE}),
        ("contracts/examples/Event.v1/example.json", {*ROOMS}),
        ("infra/local/src/module.py", {*ROOMS}),
        ("services/grader/pyproject.toml", {*ROOMS}),
        ("uv.lock", {*ROOMS}),
        ("pyproject.toml", {*ROOMS}),
        ("conftest.py", {*ROOMS}),
        ("trac/learning/page.py", {"trac", "services/progress", *WHOLE}),
        ("docs/installing.md", {"trac", *WHOLE}),
        ("README.md", WHOLE),
        ("new_folder/file", WHOLE),
        ("services/grader/__pycache__/module.pyc", set()),
    ],
)
def test_changed_file_concerns_the_rooms_that_may_read_it(root, changed, path, rooms):
    write(root / path, '[project]\nname = "y"\n')
    assert changed() == rooms


def test_file_that_is_gone_has_changed(root, changed):
    (root / "libs/english/tests/test_module.py").unlink()
    assert changed() == {"libs/english", *WHOLE}


@pytest.mark.parametrize("asked", ["is_file", "read_bytes", "stat"])
def test_file_that_goes_while_it_is_read_is_gone(root, changed, monkeypatch, asked):
    going, ask = root / "libs/english/tests/test_module.py", getattr(Path, asked)

    def go(path, **how):
        if path == going:
            going.unlink(missing_ok=True)
        return ask(path, **how)

    monkeypatch.setattr(Path, asked, go)
    assert changed() == {"libs/english", *WHOLE}
    assert not going.exists()


def test_file_that_may_be_executed_now_has_changed(root, changed):
    (root / "libs/english/tests/test_module.py").chmod(0o755)
    assert changed() == {"libs/english", *WHOLE}


def test_package_that_needs_another_one_now_hears_of_its_changes(root, changed, tools):
    pyproject = root / "services/grader/pyproject.toml"
    pyproject.write_text(pyproject.read_text().replace("worker", "english"))
    green = Green(tools, root)
    green.keep("unit", green.digests(ROOMS, COMMAND))
    write(root / "libs/english/src/module.py", "y")
    assert changed() == {"libs/english", "services/grader", "trac", *WHOLE}


def test_change_that_is_taken_back_is_none(root, changed):
    write(root / "uv.lock", "y")
    write(root / "uv.lock", "x")
    assert changed() == set()


def test_another_command_is_another_look(changed):
    assert changed((*COMMAND, "--slow")) == {*ROOMS}


def test_another_python_is_another_look(changed, monkeypatch):
    monkeypatch.setattr(sys, "version", "3.11.99")
    assert changed() == {*ROOMS}


@pytest.mark.parametrize(
    "variable",
    ["PYTEST_ADDOPTS", "TZ", "TRAC_TEST_DB_URI", "EMBEDDING_MODEL_DIR", "PATH_DEADLINE", "HOME"],
)
def test_variable_that_tests_hear_of_is_another_look(changed, monkeypatch, variable):
    monkeypatch.setenv(variable, "other")
    assert changed() == {*ROOMS}


@pytest.mark.parametrize("variable", ["_", "OLDPWD", "SHLVL", "COLUMNS", "TERM", "MAKEFLAGS", "SSH_CLIENT"])
def test_another_terminal_or_call_of_make_is_none(changed, monkeypatch, variable):
    monkeypatch.setenv(variable, "other")
    assert changed() == set()


def test_program_that_is_on_the_path_now_is_another_look(changed, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{tmp_path}")
    assert changed() == set()
    for name in ("other", "dot"):
        write(tmp_path / "bin" / name)
        (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert changed() == {*ROOMS}


def test_another_version_of_what_is_installed_is_another_look(changed, tools):
    site = tools / "trac/lib/python2.7/site-packages"
    (site / "Trac-1.4.4.dist-info").rename(site / "Trac-1.4.5.dist-info")
    assert changed() == {*ROOMS}


def test_another_python_of_trac_is_another_look(changed, tools):
    write(tools / "trac/pyvenv.cfg", "version = 2.7.17")
    assert changed() == {*ROOMS}


def test_package_of_the_workspace_reads_what_it_needs_and_no_other_service():
    reads = {*Tree().reads("services/grader")}
    shared = {f"{folder}/" for folder in unchanged.SHARED}
    assert {"services/grader/", "libs/worker/", "libs/embedding/", "libs/hosted/", *shared} <= reads
    assert not {"services/progress/", "libs/corpus/", ""} & reads
    assert all(
        Tree().reads(room) == ("",)
        for room in ("contracts", "infra", "tests", "benchmarks", unchanged.REPOSITORY)
    )


def test_package_imports_nothing_that_it_does_not_count():
    tree = Tree()
    where = {
        path.name: path.relative_to(ROOT).as_posix()
        for source in check.sources()
        for path in source.glob("*/")
    }
    for room in (
        room for share in check.SHARES for room in check.rooms(share) if room.startswith(unchanged.PACKAGES)
    ):
        words = "|".join(name for name, path in where.items() if not unchanged.counts(path, tree.reads(room)))
        for path in (ROOT / room).rglob("*.py"):
            found = re.search(rf"^\s*(?:from|import) ({words})\b", path.read_text(), re.MULTILINE)
            assert not found, f"{path} imports {found and found[1]}"


STEP = check.Step("unit", ("/bin/pytest", "-q"), ROOMS)
RUN = subprocess.run


@pytest.fixture
def look(root, tools, monkeypatch):
    """Takes the step, whose command ends as told; which rooms it was called for, none where it was not."""

    def look(everything=False, code=0, meanwhile=lambda: None):
        called = []

        def call(command, **options):
            if command[0] == "git":
                return RUN(command, **options)
            called.extend(command[2:])
            meanwhile()
            return subprocess.CompletedProcess(command, code, "", "")

        monkeypatch.setattr(subprocess, "run", call)
        assert check.run(STEP, Green(tools, root), everything) == (not code)
        return called

    return look


def test_green_step_is_taken_again_for_the_rooms_that_changed(root, look, capsys):
    assert look() == [*ROOMS]
    assert look() == []
    assert "unit (unchanged)" in capsys.readouterr().out
    write(root / "services/grader/src/module.py", "y")
    assert look() == ["contracts", "services/grader", "tests"]
    assert "unchanged libs/english, libs/worker" in capsys.readouterr().out
    assert look() == []


def test_step_that_failed_is_taken_again(root, look):
    look()
    write(root / "libs/english/tests/test_module.py", "y")
    assert look(code=1) == look() == ["contracts", "libs/english", "tests"]
    assert look() == []


def test_step_that_was_green_and_fails_with_the_same_files_is_taken_again(look):
    assert look() == look(everything=True, code=1) == look() == [*ROOMS]
    assert look() == []


def test_step_that_was_green_and_is_broken_off_is_taken_again(look):
    def break_off():
        raise KeyboardInterrupt

    look()
    with pytest.raises(KeyboardInterrupt):
        look(everything=True, meanwhile=break_off)
    assert look() == [*ROOMS]


def test_room_that_changed_while_its_tests_ran_is_looked_at_again(root, look):
    look(meanwhile=lambda: write(root / "libs/english/tests/test_module.py", "y"))
    assert look() == ["contracts", "libs/english", "tests"]


def write_twice(path):
    write(path, "y")
    write(path, "x")


def replace(path):
    """By another file that says the same and is as old."""
    before = path.stat()
    shutil.copy2(path, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
    assert path.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("change", [write_twice, replace])
def test_room_that_changed_and_changed_back_while_its_tests_ran_is_looked_at_again(root, look, change):
    look(meanwhile=lambda: change(root / "libs/english/tests/test_module.py"))
    assert look() == ["contracts", "libs/english", "tests"]
    assert look() == []


def test_room_whose_surroundings_changed_while_its_tests_ran_is_looked_at_again(look, tools):
    site = tools / "trac/lib/python2.7/site-packages"
    names = site / "Trac-1.4.4.dist-info", site / "Trac-1.4.5.dist-info"
    look(meanwhile=lambda: names[0].rename(names[1]))
    names[1].rename(names[0])
    assert look() == [*ROOMS]
    assert look() == []


def test_who_wants_everything_gets_it(look):
    assert look() == look(everything=True) == [*ROOMS]


@pytest.mark.parametrize(
    ("words", "variable", "everything"),
    [((), "", False), (("--all",), "", True), (("--slow",), "", True), ((), "true", True)],
)
def test_all_and_slow_and_ci_look_at_everything(monkeypatch, words, variable, everything):
    seen = []
    monkeypatch.setattr(sys, "argv", ["check", *words])
    monkeypatch.setenv("CI", variable)
    monkeypatch.setattr(check, "run", lambda _step, _green, all_of_it: seen.append(all_of_it) or True)
    assert check.main() == 0
    assert {*seen} == {everything}


def test_step_without_a_room_is_always_taken(root, tools, monkeypatch):
    taken = []
    monkeypatch.setattr(check.subprocess, "run", lambda command, **_: taken.append(command) or DONE)
    for _ in range(2):
        assert check.run(check.Step("git", ("/bin/true",), ()), Green(tools, root), everything=False)
    assert len(taken) == 2


DONE = subprocess.CompletedProcess((), 0, "", "")


def test_rooms_of_a_test_step_are_all_that_have_tests():
    modules = {path for share in check.SHARES for top in share for path in (ROOT / top).rglob("test_*.py")}
    modules = {path for path in modules if not {".venv", "node_modules"} & {*path.parts}}
    rooms = [ROOT / room for share in check.SHARES for room in check.rooms(share)]
    assert modules and all(any(path.is_relative_to(room) for room in rooms) for path in modules)
