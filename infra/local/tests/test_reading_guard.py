"""A unit test that reads what is not counted to its room fails, and says what it read."""

import pytest
from traclearn_local.reading_guard import ReadingGuard

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
