# -*- coding: utf-8 -*-

import unittest
import zlib

from learning.web.compression import GZIP, Compression

TEXT = b'words and words ' * 200
PAGE = [('Content-Type', 'text/html;charset=utf-8')]
FILE = [('Content-Type', 'text/css'), ('Content-Length', str(len(TEXT))),
        ('Last-Modified', 'Sun, 29 Nov 2026 18:00:42 GMT')]
OWN = {'HTTP_SEC_FETCH_SITE': 'same-origin',
       'HTTP_SEC_FETCH_DEST': 'document', 'wsgi.url_scheme': 'https'}


class CompressionTestCase(unittest.TestCase):

    def ask(self, headers, status='200 Ok', writes=(), body=(TEXT,), **said):
        """(headers, body) of what reaches a browser."""
        sent, got = [], {}

        def application(environ, start_response):
            write = start_response(status, headers)
            for data in writes:
                write(data)
            return list(body)

        def start_response(status, headers, exc_info=None):
            got.update((name.lower(), value) for name, value in headers)
            return sent.append

        environ = dict({'REQUEST_METHOD': 'GET', 'wsgi.url_scheme': 'http',
                        'HTTP_ACCEPT_ENCODING': 'gzip, br'}, **said)
        rest = Compression(application)(environ, start_response)
        return got, b''.join(sent + list(rest))

    def assert_compressed(self, text, answer):
        headers, body = answer
        self.assertEqual('gzip', headers['content-encoding'])
        self.assertNotIn('content-length', headers)
        self.assertEqual('Accept-Encoding', headers['vary'])
        self.assertEqual(text, zlib.decompress(body, GZIP))
        self.assertLess(len(body), len(text) / 5)

    def assert_plain(self, text, answer):
        self.assertNotIn('content-encoding', answer[0])
        self.assertEqual(text, answer[1])

    def test_what_is_returned_and_what_is_written_is_compressed(self):
        self.assert_compressed(TEXT, self.ask(FILE))
        self.assert_compressed(TEXT * 2, self.ask(
            PAGE, writes=[TEXT, TEXT], body=[]))
        self.assert_compressed(TEXT * 3, self.ask(
            PAGE, writes=[TEXT], body=[TEXT, TEXT]))

    def test_page_is_compressed_for_its_own_site_and_for_a_person(self):
        self.assert_compressed(TEXT, self.ask(PAGE, **OWN))
        self.assert_compressed(TEXT, self.ask(
            PAGE, **dict(OWN, HTTP_SEC_FETCH_SITE='none')))

    def test_page_that_another_site_asks_for_is_not_compressed(self):
        for site in ('cross-site', 'same-site', ''):
            self.assert_plain(TEXT, self.ask(
                PAGE, **dict(OWN, HTTP_SEC_FETCH_SITE=site)))

    def test_page_that_a_text_of_people_asks_for_is_not_compressed(self):
        for use in ('image', 'iframe', 'style'):
            self.assert_plain(TEXT, self.ask(
                PAGE, **dict(OWN, HTTP_SEC_FETCH_DEST=use)))

    def test_page_over_https_is_not_compressed_where_nothing_is_said(self):
        self.assert_plain(TEXT, self.ask(
            PAGE, **{'wsgi.url_scheme': 'https'}))

    def test_file_is_compressed_for_everybody(self):
        self.assert_compressed(TEXT, self.ask(
            FILE, **dict(OWN, HTTP_SEC_FETCH_SITE='cross-site')))

    def test_what_gains_nothing_is_not_compressed(self):
        short = [('Content-Type', 'text/css'), ('Content-Length', '3')]
        self.assert_plain(b'abc', self.ask(short, body=[b'abc']))
        self.assert_plain(TEXT, self.ask([('Content-Type', 'image/png')]))
        self.assert_plain(b'', self.ask(PAGE, '304 Not Modified', body=[]))

    def test_browser_that_does_not_understand_gets_it_as_it_is(self):
        for accepted in ('', 'br', 'gzip;q=0', 'deflate, gzip; q=0.0'):
            self.assert_plain(TEXT, self.ask(
                FILE, HTTP_ACCEPT_ENCODING=accepted))
        self.assert_plain(TEXT, self.ask(FILE, REQUEST_METHOD='HEAD'))


if __name__ == '__main__':
    unittest.main()
