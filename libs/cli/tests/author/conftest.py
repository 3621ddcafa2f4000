"""`traclearn content` in this process, without long pauses."""

import json

import pytest
from traclearn_cli import http_retry
from traclearn_cli.author import document_watch
from traclearn_cli.main import build_app
from typer.testing import CliRunner


@pytest.fixture
def run(service, monkeypatch):
    """Gives exit code, stdout as lines (of JSON with --json) and stderr."""
    for module, name in (
        (http_retry, "FIRST_PAUSE_S"),
        (document_watch, "FIRST_PAUSE_S"),
        (document_watch, "MAX_PAUSE_S"),
    ):
        monkeypatch.setattr(module, name, 0.02)

    def run(*arguments):
        result = CliRunner().invoke(build_app(()), ["content", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        lines = result.stdout.splitlines()
        return (
            result.exit_code,
            [json.loads(line) for line in lines] if "--json" in arguments else lines,
            result.stderr,
        )

    return run


@pytest.fixture
def course(tmp_path):
    """A folder with three files, and two things that are none of its own."""
    folder = tmp_path / "course"
    (folder / "more").mkdir(parents=True)
    for name in ("one.md", "two.txt", "more/three.md", ".hidden.md"):
        (folder / name).write_text(f"# {name}")
    (tmp_path / "secret.md").write_text("not yours")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "loop").symlink_to(folder)
    return folder
