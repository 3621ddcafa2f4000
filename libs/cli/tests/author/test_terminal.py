"""What a person at a terminal sees and can press."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress

COMMAND = "from traclearn_cli.main import build_app; build_app(())()"
HEED_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""Whoever started the tests: a shell's `&` has it ignored."""


def test_ctrl_c_stops_and_the_next_run_goes_on(run, service, tmp_path):
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


def test_bars_go_to_the_terminal_and_json_to_the_pipe(service, course):
    terminal, side = pty.openpty()
    words = [sys.executable, "-c", COMMAND, "content", "add", str(course), "--json"]
    environment = os.environ | service.environment | {"TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, stderr=side, check=True, text=True)
    os.close(side)
    seen = b"".join(written(terminal)).decode()
    os.close(terminal)
    assert "Sending" in seen and "3/3" in seen
    assert [json.loads(line)["state"] for line in done.stdout.splitlines()] == ["ready"] * 3
