# -*- coding: utf-8 -*-
"""Answers travel compressed: `Compression(application)` around any WSGI
application; `learning.server.Worker` does it by itself.

A page holds the token of its forms and shows what its address says. Who can
make a browser ask for many addresses and see how long the answers are could
guess the token letter by letter (BREACH). So what is no file is compressed
only where a browser says that this site's own page, or a person, asked for
it as a page: never for pictures, frames or links of another site.
"""

import re
import zlib

TYPES = re.compile(r'text/|application/(javascript|json|[a-z]+\+xml|xml)'
                   r'|image/svg')
#: What is shorter gains nothing.
MIN_BYTES = 1000
LEVEL = 6
#: zlib's way to say gzip.
GZIP = 16 + zlib.MAX_WBITS
#: What a browser says of a request that no other site can have made.
OWN_SITES, OWN_USES = ('same-origin', 'none'), ('document', 'empty')


class Compression(object):
    """A WSGI application whose answers are compressed."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        answer = Answer(environ, start_response)
        return answer.send(self.application(environ, answer.start))


class Answer(object):
    """One answer, compressed if it may be."""

    compressor = None

    def __init__(self, environ, start_response):
        self.environ, self.start_response = environ, start_response

    def start(self, status, headers, exc_info=None):
        """What the application calls for `start_response`."""
        if is_compressible(headers):
            headers = headers + [('Vary', 'Accept-Encoding')]
            if status.startswith('200') and may_compress(
                    self.environ, has(headers, 'last-modified')):
                self.compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
                headers = [(name, value) for name, value in headers
                           if name.lower() != 'content-length']
                headers.append(('Content-Encoding', 'gzip'))
        write = self.start_response(status, headers, exc_info)
        if self.compressor is None:
            return write
        return lambda data: write(self.compressor.compress(data))

    def send(self, body):
        """What the application returned, and the end of what it wrote."""
        if self.compressor is None and hasattr(body, '__len__'):
            return body     # so that a server sees how much there is
        return self._compressed(body)

    # Internal methods

    def _compressed(self, body):
        try:
            for data in body:
                if self.compressor is not None:
                    data = self.compressor.compress(data)
                if data:
                    yield data
            if self.compressor is not None:
                yield self.compressor.flush()
        finally:
            if hasattr(body, 'close'):
                body.close()


def is_compressible(headers):
    """Would an answer with these headers gain?"""
    said = {name.lower(): value for name, value in headers}
    return bool(TYPES.match(said.get('content-type', ''))) and \
        'content-encoding' not in said and \
        int(said.get('content-length', MIN_BYTES)) >= MIN_BYTES


def may_compress(environ, is_file):
    """Does the browser understand it, and can nobody learn from it?"""
    accepted = environ.get('HTTP_ACCEPT_ENCODING', '')
    if environ['REQUEST_METHOD'] == 'HEAD' or \
            not re.search(r'\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))', accepted):
        return False
    site = environ.get('HTTP_SEC_FETCH_SITE')
    if is_file or site is None and environ['wsgi.url_scheme'] == 'http':
        return True         # or everybody on the way can read it as it is
    return site in OWN_SITES and \
        environ.get('HTTP_SEC_FETCH_DEST') in OWN_USES


def has(headers, name):
    return any(one.lower() == name for one, _ in headers)
