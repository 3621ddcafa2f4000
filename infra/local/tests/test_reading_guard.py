"""A unit test that reads what is not counted to its room fails, and says what it read."""

import subprocess
from pathlib import Path

import pytest
from traclearn_local.reading_guard import IGNORED, ReadingGuard
from traclearn_local.stack import ROOT

pytest_plugins = ["pytester"]
MARKED = "import pytest\npytestmark = pytest.mark.{}\n"
READS = """
import os
from pathlib import Path
ROOT = Path(__file__).parents[3]
def test_reads():
    {}
def test_reads_nothing():
    assert True
"""


@pytest.fixture
def outcome(pytester, monkeypatch):
    """What becomes of two tests of `services/grader`, of which one reads."""
    pytester.makeini("[pytest]\nmarkers = stack\nasyncio_default_fixture_loop_scope = function")
    for folder in ("libs/worker", "services/grader", "services/progress", "infra/local", "contracts"):
        pytester.path.joinpath(folder, "tests").mkdir(parents=True)
        needs = 'dependencies = ["traclearn-worker"]' if folder == "services/grader" else ""
        pytester.path.joinpath(folder, "tests", "data").write_text("x")
        name = f'[project]\nname = "traclearn-{folder.split("/")[-1]}"\n{needs}\n'
        pytester.path.joinpath(folder, "pyproject.toml").write_text(name)

    def run(line, before="", room="services/grader"):
        module = pytester.path / room / "tests" / "test_module.py"
        module.write_text(before + READS.format(line))
        return pytester.inline_run(str(module), "-p", "no:cacheprovider", plugins=[guard])

    guard = ReadingGuard(pytester.path)
    yield run
    guard.allowed = ()


@pytest.mark.parametrize("folder", ["services/grader", "libs/worker", "contracts", "infra/local"])
def test_what_is_counted_may_be_read(outcome, folder):
    outcome(f"(ROOT / '{folder}/pyproject.toml').read_text()").assertoutcome(passed=2)


@pytest.mark.parametrize(
    "line",
    [
        "(ROOT / 'services/progress/tests/data').read_text()",
        "os.listdir(ROOT / 'services/progress')",
        "list((ROOT / 'services').iterdir())",
        "open(os.path.join('services', 'progress', 'tests', 'data')).close()",
    ],
)
def test_what_is_not_counted_fails_the_test_that_reads_it_alone(outcome, line):
    result = outcome(line)
    result.assertoutcome(passed=1, failed=1)
    (report,) = result.getfailures()
    assert "not count" in str(report.longrepr) and "services/" in str(report.longrepr)


def test_what_counts_by_the_whole_repository_may_read_all_of_it(outcome):
    line = "(ROOT / 'services/progress/tests/data').read_text()"
    outcome(line, room="infra/local").assertoutcome(passed=2)


def test_test_that_make_check_leaves_out_may_read_what_it_likes(outcome):
    line = "(ROOT / 'services/progress/tests/data').read_text()"
    outcome(line, before=MARKED.format("stack")).assertoutcome(passed=2)


AT_ITS_TOP = "import os\nfrom pathlib import Path\nROOT = Path(__file__).parents[3]\n{}\n"


def test_module_that_reads_at_its_top_what_is_not_counted_is_an_error(outcome):
    line = "DATA = (ROOT / 'services/progress/tests/data').read_text()"
    result = outcome("assert True", before=AT_ITS_TOP.format(line))
    (report,) = result.getfailures()
    assert "not count" in str(report.longrepr) and "services/progress/tests/data" in str(report.longrepr)
    assert not result.getcalls("pytest_runtest_protocol")


@pytest.mark.parametrize("before", ["", MARKED.format("stack")])
def test_module_may_read_at_its_top_what_is_counted_and_with_servers_anything(outcome, before):
    folder = "services/progress" if before else "libs/worker"
    line = f"DATA = (ROOT / '{folder}/tests/data').read_text()"
    outcome("assert DATA", before=before + AT_ITS_TOP.format(line)).assertoutcome(passed=2)


@pytest.mark.parametrize(
    ("path", "counts"), [(".venv/bin/data", False), (".github/workflows/data", True), (".ci/data", True)]
)
def test_folder_that_begins_with_a_dot_is_left_out_only_where_git_ignores_it(outcome, path, counts):
    file = Path.cwd() / path
    file.parent.mkdir(parents=True)
    file.write_text("x")
    outcome(f"(ROOT / '{path}').read_text()").assertoutcome(passed=2 - counts, failed=int(counts))


def test_folders_that_are_left_out_are_those_that_git_ignores():
    asked = subprocess.run(
        ["git", "check-ignore", *(f"{name}x" for name in IGNORED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.split() == [f"{name}x" for name in IGNORED]
