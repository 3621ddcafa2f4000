"""Reading from a worker's side: one confined process for each document, and words for however it ends."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import Self

from traclearn_contracts.content import MAX_FILE_BYTES

from traclearn_documents import protocol
from traclearn_documents.confinement import GRACE_S, Limits
from traclearn_documents.document import Document
from traclearn_documents.errors import ReaderBusy, ReaderUnavailable, Rejected
from traclearn_documents.size import too_large

READ_BYTES = 1 << 16
TURN_TIMEOUT_S = 10.0
"""Seconds for a place. A handler may take 90, and reading 60 of them."""
CRASHED = (
    "The program that reads it broke down over it: the file is damaged, or unpacks to more than there is "
    "memory for. Open it in the program that it was written with, save it again, and upload that file."
)


class Sandbox:
    """Reads documents, `at_once` of them side by side. The process behind it starts with the first one."""

    def __init__(self, limits: Limits | None = None, at_once: int | None = None) -> None:
        self._limits = limits or Limits()
        self._permits = asyncio.Semaphore(at_once or os.cpu_count() or 1)
        self._starting = asyncio.Lock()
        self._process: Process | None = None
        self._control: socket.socket | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def read(self, path: Path, name: str, type: str | None = None) -> Document:
        """The document in a file that was called `name` and declared as `type`, a media type.

        Raises Rejected for what cannot be read; ReaderBusy and ReaderUnavailable where that is not its fault.
        """
        size = (await asyncio.to_thread(path.stat)).st_size
        if size > MAX_FILE_BYTES:
            raise too_large(size)
        return await self._request({"path": str(path), "name": name, "type": type})

    async def close(self) -> None:
        """Ends the process behind it, and whatever that is reading."""
        process, self._process = self._process, None
        if self._control is not None:
            self._control.close()
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _request(self, request: dict[str, str | None]) -> Document:
        async with self._turn():
            reader, writer = await self._connection()
            try:
                async with asyncio.timeout(self._limits.seconds + GRACE_S):
                    writer.write(json.dumps(request).encode() + b"\n")
                    answer = await _read_all(reader)
            except TimeoutError as error:
                await self.close()
                raise ReaderUnavailable("a reader neither answered nor ended in its time") from error
            except OSError as error:
                raise ReaderUnavailable(f"the connection to a reader broke: {error}") from error
            finally:
                writer.close()
        return self._parse_answer(answer)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """One of the places. Raises ReaderBusy: who waits long has no time left to read."""
        try:
            await asyncio.wait_for(self._permits.acquire(), TURN_TIMEOUT_S)
        except TimeoutError as error:
            raise ReaderBusy("other documents are being read") from error
        try:
            yield
        finally:
            self._permits.release()

    def _parse_answer(self, answer: bytes) -> Document:
        line, _, code = answer.partition(b"\n")
        if line.startswith(b"{") and answer[len(line) :]:
            try:
                return protocol.load_document(line)
            except (ValueError, RecursionError) as error:
                raise Rejected("broken", CRASHED) from error
        code = code if line.startswith(b"{") else line
        if not code.strip().lstrip(b"-").isdigit():
            raise ReaderUnavailable("the process that reads documents ended")
        raise self._explain_exit(-int(code))

    def _explain_exit(self, number: int) -> Rejected:
        """What a reader that gave no answer died of, by the signal's number."""
        if number in (signal.SIGALRM, signal.SIGXCPU):
            return Rejected(
                "too_long",
                f"Reading it takes more than {self._limits.cpu} seconds of work, or {self._limits.seconds} "
                "by the clock. Split it into several files, one for each chapter for example.",
            )
        if number == signal.SIGKILL:
            return Rejected(
                "bomb", "Reading it takes more memory than there is. Split it, or take pictures out."
            )
        return Rejected("broken", CRASHED)

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            return await self._open_connection()
        except OSError:  # the process behind it has just died: another one takes its place
            await self.close()
        try:
            return await self._open_connection()
        except OSError as error:
            raise ReaderUnavailable(f"the process that reads documents cannot be reached: {error}") from error

    async def _open_connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        control = await self._ensure_process()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(control, [b"r"], [theirs.fileno()])
            return await asyncio.open_unix_connection(sock=ours)
        except OSError:
            ours.close()
            raise

    async def _ensure_process(self) -> socket.socket:
        async with self._starting:
            if self._control is not None and self._process is not None and self._process.returncode is None:
                return self._control
            await self.close()
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._control.setblocking(False)
            limits = (self._limits.seconds, self._limits.cpu, self._limits.memory)
            with theirs:
                command = [sys.executable, "-I", "-m", __package__, *map(str, (theirs.fileno(), *limits))]
                self._process = await asyncio.create_subprocess_exec(
                    *command,
                    stdin=DEVNULL,
                    stdout=DEVNULL,
                    env={},
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            return self._control


async def _read_all(reader: asyncio.StreamReader) -> bytes:
    """Everything up to the end; more than any answer may have is no answer."""
    answer = bytearray()
    while data := await reader.read(READ_BYTES):
        answer += data
        if len(answer) > protocol.MAX_ANSWER_BYTES + READ_BYTES:
            raise Rejected("broken", CRASHED)
    return bytes(answer)
