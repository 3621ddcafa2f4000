"""The command itself: its subcommands, its version, its errors."""

import tomllib
from pathlib import Path

import pytest
import typer
from traclearn_cli.errors import CliError, NotFound, RequestRefused, Unavailable, UsageError
from traclearn_cli.main import build_app
from typer.testing import CliRunner

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
COMMANDS = [
    *(f"content {name}" for name in ("add", "list", "show", "remove", "restore", "search")),
    *("grade show", "grades export", "grades spending"),
    *(f"path {name}" for name in ("create", "list", "show")),
    *(f"dlq {name}" for name in ("list", "show", "replay")),
]


class EntryPoint:
    """A service's command that does `work`."""

    name = "thing"

    def __init__(self, work):
        self._work = work

    def load(self):
        app = typer.Typer()
        app.callback(invoke_without_command=True)(self._work)
        return app


def run(*arguments, services=()):
    return CliRunner().invoke(build_app(services), list(arguments))


def fail(error):
    def work():
        raise error

    return run("thing", services=(EntryPoint(work),))


def test_version_is_the_package_s():
    assert run("--version").stdout == f"traclearn {PROJECT['version']}\n"


def test_help_shows_rooms_examples_and_exit_codes():
    said = run("--help").stdout
    assert all(f" {name} " in said for name in ("content", "path", "dlq"))
    assert "traclearn dlq show grader" in said and "130  stopped by Ctrl-C" in said


def test_service_brings_its_command_by_entry_point():
    result = run("thing", services=(EntryPoint(lambda: typer.echo("done")),))
    assert result.stdout == "done\n"


def test_help_lists_what_installed_services_bring():
    assert " grader " in CliRunner().invoke(build_app(), ["--help"]).stdout


@pytest.mark.parametrize(
    ("error", "code"),
    [(CliError, 1), (RequestRefused, 1), (NotFound, 1), (UsageError, 2), (Unavailable, 3)],
)
def test_error_ends_in_its_text_and_exit_code(error, code):
    result = fail(error("No luck."))
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", "No luck.\n")


def test_ctrl_c_ends_in_130():
    result = fail(KeyboardInterrupt())
    assert (result.exit_code, result.stderr) == (130, "Stopped.\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_has_an_example(command):
    said = run(*command.split(), "--help").stdout
    assert f" traclearn {command} " in said


@pytest.mark.parametrize("name", ["content", "grade", "grades", "path", "dlq"])
def test_unknown_command_is_wrong_usage(name):
    assert run(name, "nothing").exit_code == 2
