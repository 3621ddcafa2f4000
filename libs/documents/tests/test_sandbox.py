"""The worker's side: readers that die, hang or are not wanted any more."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from traclearn_documents import Sandbox
from traclearn_documents.confinement import Limits
from traclearn_documents.errors import ReaderBusy, ReaderUnavailable, Rejected

WORKER = """
import asyncio, sys
from pathlib import Path
from traclearn_documents import Sandbox
asyncio.run(Sandbox().read(Path(sys.argv[1]), "slow.html"))
"""


@pytest.fixture
def slow(made):
    """A page on which a reader works for longer than anybody waits."""
    return made("slow.html", "<html>" + "<table><tr><td>" * 60_000 + "x")


@pytest.fixture(params=["letters", pytest.param("elements", marks=pytest.mark.slow)])
def heavy(made, request):
    """Too much at once, or little by little."""
    within = {
        "letters": "\N{WATER WAVE} " + "wave " * 3_000_000,
        "elements": "<p><i>a</i> <b>b</b></p>" * 60_000,
    }
    return made("heavy.html", "<html><body>" + within[request.param])


@pytest.fixture
def long(made):
    """Takes a second, and more where others keep the machine busy."""
    return made("long.html", "<html><body>" + "<p><i>a</i> <b>b</b></p>" * 10_000)


async def rejection(sandbox, path):
    with pytest.raises(Rejected) as caught:
        await sandbox.read(path, path.name)
    return caught.value.reason, caught.value.detail


def descendants(pid):
    """Processes below one, itself included, by what the kernel tells."""
    found = [pid]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def environment(pid):
    return Path(f"/proc/{pid}/environ").read_bytes()


def gone(pids):
    """Waits until none of them is left; whether that came true."""
    until = time.monotonic() + 10
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(alive, pids))


@pytest.fixture
def readers():
    """The processes that came since: the one behind all readers, and one that reads."""
    before = descendants(os.getpid())

    async def wait():
        for _ in range(500):
            await asyncio.sleep(0.02)
            found = [pid for pid in descendants(os.getpid()) if pid not in before]
            if len(found) > 1:
                await asyncio.sleep(0.3)  # it has taken up the document by then
                return found
        raise AssertionError("nobody reads")

    return wait


@pytest.mark.parametrize(
    ("limits", "words"),
    [(Limits(seconds=30, cpu=1), "1 seconds of work"), (Limits(seconds=1), "1 by the clock")],
)
async def test_what_takes_too_long_is_rejected_and_the_next_is_read(slow, files, limits, words):
    async with Sandbox(limits) as sandbox:
        reason, detail = await rejection(sandbox, slow)
        assert reason == "too_long"
        assert words in detail
        assert (await sandbox.read(files / "tides.md", "tides.md")).blocks


async def test_what_takes_too_much_memory_is_rejected_and_the_next_is_read(heavy, files):
    async with Sandbox(Limits(memory=192 << 20)) as sandbox:
        reason, detail = await rejection(sandbox, heavy)
        assert reason == "bomb"
        assert "192 MiB" in detail
        assert (await sandbox.read(files / "tides.md", "tides.md")).blocks


async def test_a_reader_that_crashes_is_a_broken_document(slow, files, readers):
    async with Sandbox() as sandbox:
        reading = asyncio.create_task(rejection(sandbox, slow))
        os.kill((await readers())[-1], signal.SIGSEGV)
        assert (await reading)[0] == "broken"
        assert (await sandbox.read(files / "tides.md", "tides.md")).blocks


async def test_a_reader_that_the_system_kills_took_too_much(slow, readers):
    async with Sandbox() as sandbox:
        reading = asyncio.create_task(rejection(sandbox, slow))
        os.kill((await readers())[-1], signal.SIGKILL)
        assert (await reading)[0] == "bomb"


async def test_a_document_is_not_blamed_when_the_process_behind_all_readers_dies(slow, files, readers):
    async with Sandbox() as sandbox:
        reading = asyncio.create_task(sandbox.read(slow, "slow.html"))
        fork_server, reader = await readers()
        os.kill(fork_server, signal.SIGKILL)
        with pytest.raises(ReaderUnavailable):
            await reading
        assert gone([reader])
        assert (await sandbox.read(files / "tides.md", "tides.md")).blocks


async def test_a_reading_that_nobody_waits_for_ends(slow, files, readers):
    async with Sandbox() as sandbox:
        reading = asyncio.create_task(sandbox.read(slow, "slow.html"))
        reader = (await readers())[-1]
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await asyncio.to_thread(gone, [reader])
        assert (await sandbox.read(files / "tides.md", "tides.md")).blocks


async def test_closing_ends_all_readers(slow, readers):
    sandbox = Sandbox()
    reading = asyncio.create_task(sandbox.read(slow, "slow.html"))
    processes = await readers()
    await sandbox.close()
    with pytest.raises(ReaderUnavailable):
        await reading
    assert gone(processes)


def test_readers_die_with_a_worker_that_is_killed(slow):
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(slow)])
    until = time.monotonic() + 20
    while len(processes := descendants(worker.pid)) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(processes) == 3
    worker.kill()
    worker.wait()
    assert gone(processes[1:])


@pytest.mark.parametrize("times", [3, pytest.param(10, marks=pytest.mark.slow)])
async def test_many_documents_are_read_side_by_side(files, times):
    async with Sandbox(at_once=4) as sandbox:
        names = ["tides.md", "tides-pandoc.html", "tides-pandoc.docx", "tides-libreoffice.pdf"] * times
        found = await asyncio.gather(*(sandbox.read(files / name, name) for name in names))
    assert {document.title for document in found} == {"Tides and the Moon"}


async def test_a_slow_document_holds_up_no_quick_one(slow, long):
    """Those that began before the slow one did: what they hold open, it must not hold open too."""
    async with Sandbox(at_once=2) as sandbox:
        quick = asyncio.create_task(sandbox.read(long, "long.html"))
        await asyncio.sleep(0.2)
        late = asyncio.create_task(sandbox.read(slow, "slow.html"))
        assert (await asyncio.wait_for(quick, 45)).blocks
        assert not late.done()
        late.cancel()


async def test_reading_without_a_free_reader_in_time_raises_reader_busy(slow, files, monkeypatch):
    monkeypatch.setattr("traclearn_documents.sandbox.TURN_TIMEOUT_S", 0.2)
    async with Sandbox(Limits(seconds=1), at_once=1) as sandbox:
        reading = asyncio.create_task(rejection(sandbox, slow))
        await asyncio.sleep(0.2)
        with pytest.raises(ReaderBusy):
            await sandbox.read(files / "tides.md", "tides.md")
        await reading
        assert (await sandbox.read(files / "tides.md", "tides.md")).blocks


async def test_readers_know_no_secrets(slow, readers, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    async with Sandbox() as sandbox:
        reading = asyncio.create_task(sandbox.read(slow, "slow.html"))
        secrets = [environment(process) for process in await readers()]
        reading.cancel()
    assert not any(b"s3cret" in secret for secret in secrets)
