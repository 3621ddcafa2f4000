# -*- coding: utf-8 -*-
"""`gunicorn --worker-class learning.server.Worker`: slow clients hold nothing.

The workers that gunicorn has for Python 2.7 read a request in the thread that
answers it, as slowly as it comes: as many slow clients as there are threads
stop everybody. Here waitress reads requests and sends answers outside its
threads; gunicorn does what it is good at: it starts processes, starts again
what dies or hangs (`--timeout`) and ends them gracefully.

The limits of forms are elsewhere (`learning.web.request_limits`) and hold
under any server.
"""

import logging
import os
import resource
import time

from gunicorn.workers.base import Worker as BaseWorker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher, hop_by_hop

from learning.server.connection import Server
from learning.server.garbage import collect_seldom
from learning.web.compression import Compression

#: Bytes of a body that are kept at all; Trac's own limits are lower and say
#: so on a page. TRACLEARN_MAX_BODY changes it where attachments are larger.
MAX_KEPT_BYTES = 32 << 20
#: Bytes of a body that are read, if only to say that they are too many.
MAX_READ_BYTES = 1 << 30
#: Bytes of a body in memory; what is more goes to a file.
MAX_MEMORY_BYTES = 1 << 16
#: Bytes of all header fields, a little more than the front door lets through.
MAX_HEADERS_BYTES = 1 << 16
#: Bytes of an answer that wait for a slow reader before a thread does; all
#: but 1 MB of them wait in a file.
MAX_ANSWER_BYTES = 1 << 28


class Worker(BaseWorker):
    """A process with `--threads` threads for requests that are all there."""

    @classmethod
    def check_config(cls, cfg, log):
        if cfg.is_ssl or any(not isinstance(one, tuple)
                             for one in cfg.address):
            raise RuntimeError("learning.server.Worker binds to TCP addresses "
                               "and leaves TLS to a front door.")

    def run(self):
        collect_seldom()
        for handler in self.log.error_log.handlers:
            logging.getLogger('waitress').addHandler(handler)
        logging.getLogger('waitress.queue').setLevel(logging.ERROR)
        self.connections, threads = {}, ThreadedTaskDispatcher()
        threads.set_thread_count(self.cfg.threads)
        limits = adjustments(self.cfg)
        servers = [Server(self.answer, self.connections, _sock=one.sock,
                          dispatcher=threads, adj=limits, bind_socket=False,
                          sockinfo=(one.sock.family, one.sock.type, 0, None))
                   for one in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self._turn(servers)
        self._finish(servers)

    def answer(self, environ, start_response):
        """The application, as gunicorn would call it."""
        def start(status, headers, exc_info=None):
            return start_response(status, [
                (str(name), value) for name, value in headers
                if name.lower() not in hop_by_hop], exc_info)
        trusted = self.cfg.forwarded_allow_ips
        if environ.get('HTTP_X_FORWARDED_PROTO') == 'https' and (
                '*' in trusted or environ['REMOTE_ADDR'] in trusted):
            environ['wsgi.url_scheme'] = 'https'
        environ['wsgi.multiprocess'] = self.cfg.workers > 1
        return Compression(self.wsgi)(environ, start)

    # Internal methods

    def _turn(self, servers):
        self.notify()
        for server in servers:
            server.tidy()
        wasyncore.loop(1, use_poll=True, map=self.connections, count=1)

    def _finish(self, servers):
        """What is on its way is answered; nothing new begins."""
        for server in servers:
            wasyncore.dispatcher.close(server)
        end = time.time() + self.cfg.graceful_timeout
        while time.time() < end:
            channels = [channel for server in servers
                        for channel in server.active_channels.values()]
            if not channels:
                break
            for channel in channels:
                if not channel.busy:
                    channel.handle_close()
            self._turn(servers)


def adjustments(cfg):
    """waitress' settings."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    limits = Adjustments(
        threads=cfg.threads, url_prefix=os.environ.get('SCRIPT_NAME', ''),
        backlog=cfg.backlog, ident='', clear_untrusted_proxy_headers=False,
        # A connection may need three: a socket, its body, its answer.
        connection_limit=min(cfg.worker_connections, files // 4),
        inbuf_overflow=MAX_MEMORY_BYTES,
        outbuf_high_watermark=MAX_ANSWER_BYTES,
        max_request_header_size=MAX_HEADERS_BYTES,
        max_request_body_size=MAX_READ_BYTES,
        log_socket_errors=False)
    limits.kept = int(os.environ.get('TRACLEARN_MAX_BODY') or MAX_KEPT_BYTES)
    return limits
