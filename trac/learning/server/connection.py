# -*- coding: utf-8 -*-
"""Connections that cost no thread while they are slow.

waitress reads a request in its loop, whole, before a thread gets it. What its
last version for Python 2.7 leaves open is closed here: a request may take for
ever as long as something comes now and then, a length may be `+5` and a body
may come in chunks whose sizes are read generously (CVE-2022-24761), and a
client that is gone before it was accepted keeps the loop busy
(CVE-2024-49769).
"""

import re
import time

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.receiver import FixedStreamReceiver
from waitress.server import TcpWSGIServer
from waitress.utilities import Error

#: Seconds in which nothing comes or goes. More than the 10 s after which
#: the front door drops a connection that it does not use.
IDLE_TIMEOUT_S = 30
#: Seconds that a request may take to come; 10 MB then need 0.7 Mbit/s.
REQUEST_TIMEOUT_S = 120
#: Bytes of a header field's value, as in gunicorn's own workers.
MAX_FIELD_BYTES = 8190


class ServerError(Error):
    """An answer of the server itself, in one sentence. It is no
    `LearningError`: waitress, which not every Trac has, asks it for its
    response, and nobody raises it."""

    def __init__(self, code, reason, body):
        Error.__init__(self, body)
        self.code, self.reason = code, reason

    def to_response(self):
        return ('%d %s' % (self.code, self.reason),
                [('Content-Type', 'text/plain; charset=utf-8')],
                self.body + '\n')


class Discarded(FixedStreamReceiver):
    """A body that is too large, read and dropped: a browser that is cut off
    while it sends shows no answer."""

    def received(self, data):
        taken = min(len(data), self.remain)
        self.remain -= taken
        if not self.remain:
            self.error = ServerError(
                413, 'Request Entity Too Large',
                'What was sent is larger than all that this server takes. '
                'Nothing was saved: go back and send less at once.')
        return taken


class Parser(HTTPRequestParser):
    """Takes a body only by its length."""

    def received(self, data):
        taken = HTTPRequestParser.received(self, data)
        if self.headers_finished and not self.error and (
                self.chunked or 'TRANSFER_ENCODING' in self.headers):
            self.error = ServerError(
                411, 'Length Required',
                'This server takes no chunks: send the body with its length.')
            self.completed = True
        if self.completed:
            self.expect_continue = False    # there is nothing to wait for
        return taken

    def parse_header(self, header_plus):
        try:
            HTTPRequestParser.parse_header(self, header_plus)
        except ValueError:      # an address such as http://[
            raise ParsingError('The address is malformed')
        length = self.headers.get('CONTENT_LENGTH', '0')
        if not self.command or not re.match(r'[0-9]{1,15}\Z', length):
            raise ParsingError('The request line or its length is malformed')
        if any(len(value) > MAX_FIELD_BYTES
               for value in self.headers.values()):
            raise ParsingError('A header field is too long')
        if self.content_length > self.adj.kept:
            self.body_rcv = Discarded(self.content_length,
                                      self.body_rcv.getbuf())


class Channel(HTTPChannel):
    """One connection."""

    parser_class = Parser

    def __init__(self, *args, **kwargs):
        HTTPChannel.__init__(self, *args, **kwargs)
        self.connected = True   # else a client that is gone is never closed
        self.began = self.creation_time

    def received(self, data):
        if self.request is None:
            self.began = time.time()
        return HTTPChannel.received(self, data)

    def write_soon(self, data):
        if not self.total_outbufs_len:
            self.last_activity = time.time()    # it took long to compute
        return HTTPChannel.write_soon(self, data)

    @property
    def busy(self):
        """Is a request on its way in, being answered or on its way out?"""
        return bool(self.request or self.requests or self.total_outbufs_len)

    @property
    def computing(self):
        """Does it wait for nothing but this server?"""
        return bool(self.requests) and not self.total_outbufs_len

    def is_overdue(self, now):
        """Does its request come too slowly, or nothing at all?"""
        if self.request is not None and now - self.began > REQUEST_TIMEOUT_S:
            return True
        return not self.computing and \
            now - self.last_activity > IDLE_TIMEOUT_S


class Server(TcpWSGIServer):
    """Accepts connections, and drops those that only hold their place."""

    channel_class = Channel

    def get_server_name(self, ip):
        return ip       # without asking the network for a name

    def maintenance(self, now):
        """Nothing: a socket that is closed here, while waitress asks which
        to wait for, gives its number to the next, which is closed for it."""

    def tidy(self):
        """Close what is overdue, and the oldest where there is no room."""
        now = time.time()
        waiting = []
        for channel in self.active_channels.values():
            if channel.is_overdue(now):
                channel.handle_close()
            elif not channel.computing:
                waiting.append(channel)
        if waiting and len(self._map) >= self.adj.connection_limit:
            min(waiting, key=lambda channel: channel.began).handle_close()
