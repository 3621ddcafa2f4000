"""`make rehearse-recovery` where its stack does not come up: it says why, and what to do."""

import pytest
from traclearn_local.recovery import __main__ as command


@pytest.mark.parametrize("failing", ["reset", "up", "down"])
def test_stack_that_fails_is_told_with_its_logs_and_what_to_do(failing, monkeypatch, tmp_path, capsys):
    asked = []

    def local(action, stack):
        asked.append(action)
        if action == failing:
            raise RuntimeError(f"traclearn-local {action}:\nPort 21006 is taken by pid 7")

    monkeypatch.setattr(command, "local", local)
    monkeypatch.setattr(command, "RunningStack", lambda stack: stack)
    monkeypatch.setattr(command, "rehearse", lambda running, only: [])
    monkeypatch.setattr("sys.argv", ["recovery", "--home", str(tmp_path), "--port-base", "21000"])
    assert command.main() == 1
    said = capsys.readouterr().err
    assert "Port 21006 is taken by pid 7" in said
    assert f"{tmp_path}/logs" in said
    assert f"TRACLEARN_HOME={tmp_path} TRACLEARN_PORT_BASE=21000 .venv/bin/traclearn-local down" in said
    assert asked[-1] == ("reset" if failing == "reset" else "down"), "nothing is left running"
