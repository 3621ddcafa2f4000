"""A TCP wire to a server that can be cut."""

import asyncio
from contextlib import asynccontextmanager, suppress


class Wire:
    def __init__(self, host, port):
        self._to = (host, port)
        self._open = set()
        self.is_cut = False
        self.port = 0

    @asynccontextmanager
    async def listening(self):
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self.cut()
            server.close()

    def cut(self):
        """Ends what is connected and lets nobody connect."""
        self.is_cut = True
        for writer in self._open:
            writer.transport.abort()

    def mend(self):
        self.is_cut = False

    async def _join(self, reader, writer):
        if self.is_cut:
            writer.transport.abort()
            return
        there_reader, there_writer = await asyncio.open_connection(*self._to)
        self._open |= {writer, there_writer}
        await asyncio.wait(
            {
                asyncio.create_task(_copy(reader, there_writer)),
                asyncio.create_task(_copy(there_reader, writer)),
            }
        )
        self._open -= {writer, there_writer}


async def _copy(reader, writer):
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()
