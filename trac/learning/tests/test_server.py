# -*- coding: utf-8 -*-
"""The server under slow, rude and unlucky clients. Two processes, two threads
each, and little patience: the application below is served by them."""

import os
import signal
import socket
import subprocess
import sys
import time
import unittest

GET = 'GET %s HTTP/1.1\r\nHost: x\r\n\r\n'
POST = 'POST /trac/x HTTP/1.1\r\nHost: x\r\n%s\r\n'


def application(environ, start_response):
    """What was asked, by which process."""
    query = environ['QUERY_STRING']
    if environ['PATH_INFO'] == '/sleep':
        time.sleep(float(query))
    if environ['PATH_INFO'] == '/hang':
        os.kill(os.getpid(), signal.SIGSTOP)
    if environ['PATH_INFO'] == '/large':
        write = start_response('200 OK', [])
        for _ in range(30):
            write('x' * 1000000)
        return []
    length = len(environ['wsgi.input'].read())
    start_response('200 OK', [(u'X-Name', str(query)),
                              ('Connection', 'close')])
    return ['%d %s %s %d' % (os.getpid(), environ['SCRIPT_NAME'],
                             environ['PATH_INFO'], length)]


def impatient():
    """The application for `gunicorn learning.tests.test_server:impatient()`:
    gunicorn loads it before the worker listens."""
    from learning.server import connection
    connection.IDLE_TIMEOUT_S, connection.REQUEST_TIMEOUT_S = 2, 3
    return application


class ServerTestCase(unittest.TestCase):

    def setUp(self):
        self.port = free_port()
        command = [sys.executable, '-W', 'ignore', '-c',
                   'from gunicorn.app.wsgiapp import run; run()',
                   '--bind', '127.0.0.1:%d' % self.port, '--workers', '2',
                   '--threads', '2', '--timeout', '4',
                   '--worker-connections', '50', '--graceful-timeout', '10',
                   '--worker-class', 'learning.server.Worker',
                   '--log-level', 'critical',
                   'learning.tests.test_server:impatient()']
        root = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
        environ = dict(os.environ, SCRIPT_NAME='/trac', PYTHONPATH=root,
                       TRACLEARN_MAX_BODY='100000')
        self.server = subprocess.Popen(command, env=environ)
        self.sockets = []
        eventually(lambda: self.ask(GET % '/trac/'))

    def tearDown(self):
        for one in self.sockets:
            one.close()
        if self.server.poll() is None:
            self.server.kill()
        self.server.wait()

    def send(self, data):
        one = socket.create_connection(('127.0.0.1', self.port), 20)
        self.sockets.append(one)
        one.sendall(data)
        return one

    def ask(self, data):
        """(status, body) of one request."""
        return answer(self.send(data))

    def workers(self):
        """Both processes, when both have answered."""
        found = set()

        def both():
            found.add(int(self.ask(GET % '/trac/')[1].split()[0]))
            return len(found) == 2
        eventually(both)
        return found

    def test_application_gets_path_query_and_body_as_sent(self):
        self.assertEqual((200, '/trac /x 3'), without_pid(self.ask(
            POST % 'Content-Length: 3\r\nSCRIPT_NAME: /evil\r\n' + 'a=b')))
        self.assertEqual('/trac /a b 0', without_pid(
            self.ask(GET % '/trac/a%20b?c'))[1])

    def test_slow_clients_hold_no_thread(self):
        for _ in range(20):
            self.send(POST % 'Content-Length: 50000\r\n' + 'a=')
            self.send('POST /trac/x HT')
        began = time.time()
        self.assertEqual(200, self.ask(GET % '/trac/')[0])
        self.assertLess(time.time() - began, 2)

    def test_who_never_ends_is_dropped(self):
        dripping = self.send(POST % 'Content-Length: 50000\r\n')

        def dropped():
            dripping.sendall('a')
        self.assertTrue(fails(dropped, 15, pause=0.5))

    def test_slow_readers_hold_no_thread(self):
        for _ in range(10):
            self.send(GET % '/trac/large')      # and reads nothing of it
        time.sleep(1)
        began = time.time()
        self.assertEqual(200, self.ask(GET % '/trac/')[0])
        self.assertLess(time.time() - began, 10)

    def test_many_that_hold_their_place_shut_nobody_out(self):
        """More than the 50 of each process."""
        for _ in range(150):
            self.send(POST % 'Content-Length: 50000\r\n' + 'a=')
        for _ in range(5):
            self.assertEqual(200, self.ask(GET % '/trac/')[0])

    def test_a_body_that_is_too_large_is_read_and_refused(self):
        status, body = self.ask(POST % 'Content-Length: 5000000\r\n' +
                                'x' * 5000000)
        self.assertEqual(413, status)
        self.assertIn('Nothing was saved', body)
        self.assertEqual(413, self.ask(
            POST % ('Content-Length: %d\r\n' % (2 << 30)))[0])

    def test_a_body_has_one_length_and_no_chunks(self):
        for header, status in (
                ('Transfer-Encoding: chunked', 411),
                ('Transfer-Encoding: chunked\r\nContent-Length: 3', 411),
                ('Transfer-Encoding: chunked\r\nExpect: 100-continue', 411),
                ('Transfer-Encoding: xchunked', 501),
                ('Content-Length: +3', 400), ('Content-Length: -3', 400),
                ('Content-Length: 0x3', 400),
                ('Content-Length: 3\r\nContent-Length: 3', 400),
                ('X: ' + 'x' * 9000, 400)):
            self.assertEqual(status, self.ask(
                POST % (header + '\r\n') + '3\r\na=b\r\n0\r\n\r\n')[0], header)
        self.assertEqual(411, self.ask(
            'POST /trac/x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n'
            'Connection: keep-alive\r\n\r\n0\r\n\r\n')[0])
        for line in ('GET http://[ HTTP/1.1', 'nonsense', 'get / HTTP/1.1'):
            self.assertEqual(400, self.ask(line + '\r\n\r\n')[0], line)

    def test_a_process_that_dies_or_hangs_is_replaced(self):
        died = min(self.workers())
        os.kill(died, signal.SIGKILL)
        eventually(lambda: died not in self.workers())
        before = self.workers()
        self.send(GET % '/trac/hang')
        eventually(lambda: len(self.workers() & before) == 1)

    def test_what_takes_long_to_compute_is_sent(self):
        """Longer than a connection may be idle."""
        for _ in range(3):
            self.assertEqual(200, self.ask(GET % '/trac/sleep?2.5')[0])

    def test_what_is_on_its_way_is_finished(self):
        answering = self.send(GET % '/trac/sleep?2')
        coming = self.send(POST % 'Content-Length: 4\r\n' + 'a=')
        time.sleep(0.5)
        self.server.terminate()
        time.sleep(0.5)
        self.assertRaises(socket.error, self.send, GET % '/trac/')
        coming.sendall('bc')
        self.assertEqual('/trac /x 4', without_pid(answer(coming))[1])
        self.assertEqual('/trac /sleep 0', without_pid(answer(answering))[1])
        self.assertEqual(0, self.server.wait())


def free_port():
    one = socket.socket()
    one.bind(('127.0.0.1', 0))
    try:
        return one.getsockname()[1]
    finally:
        one.close()


def answer(sock):
    sock.settimeout(20)
    data = ''
    while '\r\n\r\n' not in data:
        data += received(sock)
    head, _, body = data.partition('\r\n\r\n')
    length = int(head.lower().split('content-length: ')[1].split('\r\n')[0])
    while len(body) < length:
        body += received(sock)
    return int(head.split()[1]), body


def received(sock):
    data = sock.recv(65536)
    if not data:
        raise socket.error('closed')
    return data


def without_pid(told):
    return told[0], told[1].partition(' ')[2]


def eventually(true, seconds=20):
    end = time.time() + seconds
    while True:
        try:
            if true():
                return
        except socket.error:
            pass
        if time.time() > end:
            raise AssertionError("not within %d s" % seconds)
        time.sleep(0.1)


def fails(call, seconds, pause):
    end = time.time() + seconds
    while time.time() < end:
        try:
            call()
        except socket.error:
            return True
        time.sleep(pause)
    return False


if __name__ == '__main__':
    unittest.main()
