# -*- coding: utf-8 -*-
"""The parts of a form with files.

Python's `cgi` reads such a form by lines, which takes half a minute for 10 MB
of line breaks, opens a file for each text of more than 1000 bytes, and takes
a part for a form of its own when it says so. Here a form is cut at its
boundaries; a part is a text or a file.
"""

import cgi
import io
import re
from rfc822 import Message
from tempfile import SpooledTemporaryFile

from trac.web.api import HTTPBadRequest

from learning.translation import _

#: Bytes of a part's header: a file's name has at most 255 characters. Python
#: reads a header in time that grows with its square.
MAX_HEADER_BYTES = 1024
#: Bytes of all headers.
MAX_HEADERS_BYTES = 1 << 17
#: Bytes of a file that are kept in memory.
MAX_MEMORY_BYTES = 1 << 16
_LINE_BREAK = re.compile(r'\r?\n')
_EMPTY_LINE = re.compile(r'\r?\n\r?\n')


class File(object):
    """A file of a form, with what Trac asks of a `cgi.FieldStorage`."""

    def __init__(self, name, filename, type, content):
        self.name, self.filename, self.type = name, filename, type
        self.file = SpooledTemporaryFile(MAX_MEMORY_BYTES)
        for start in range(0, len(content), MAX_MEMORY_BYTES):
            self.file.write(content[start:start + MAX_MEMORY_BYTES])
        self.file.seek(0)

    @property
    def size(self):
        self.file.seek(0, 2)
        size = self.file.tell()
        self.file.seek(0)
        return size

    @property
    def value(self):
        self.file.seek(0)
        value = self.file.read()
        self.file.seek(0)
        return value


def split_parts(data, boundary):
    """(name, text or `File`) of each part; a name may be missing.

    Without a good boundary there are none: it is an .mht file (Trac's #9880).
    """
    if not cgi.valid_boundary(boundary):
        return
    room, header = MAX_HEADERS_BYTES, None
    for start, end in _between(data, boundary):
        if header is None:
            header = True       # what comes before the first part is none
            continue
        begin = _EMPTY_LINE.search(data, start,
                                   min(start + MAX_HEADER_BYTES, end))
        room -= begin.end() - start if begin else room + 1
        if room < 0:
            raise HTTPBadRequest(_("The header of a field is too long."))
        yield _part(data[start:begin.start()], buffer(
            data, begin.end(), max(end - begin.end(), 0)))


def _between(data, boundary):
    """(start, end) of what stands before, between and after boundaries."""
    mark = re.compile(r'(?:\A|\r?\n)--%s(--)?[ \t]*(?=\r?\n|\Z)'
                      % re.escape(boundary))
    start = 0
    for found in mark.finditer(data):
        yield start, found.start()
        if found.group(1):
            return
        start = found.end()
    yield start, len(data)


def _part(header, content):
    headers = Message(io.BytesIO(_LINE_BREAK.sub('', header, 1)), False)
    options = cgi.parse_header(headers.get('content-disposition', ''))[1]
    name = options.get('name')
    if not options.get('filename'):
        return name, str(content)
    kind = cgi.parse_header(headers.get('content-type', 'text/plain'))[0]
    return name, File(name, options['filename'], kind, content)
