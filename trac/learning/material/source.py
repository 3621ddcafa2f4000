# -*- coding: utf-8 -*-
"""Where a source leads, of a question or of feedback: to a document of the
material, to one passage of it, to a wiki page, or out of Trac.

Addresses are stored as paths below Trac. A passage's is
`learning/passage/<document>/<passage>`, a document's
`learning/material/<document>`; older ones say `?chunk=` or `#`.
"""

import re
import urllib
from collections import namedtuple
from urlparse import parse_qs, urlsplit

from trac.util.text import exception_to_unicode, unicode_quote
from trac.wiki.model import WikiPage

from learning.errors import GatewayError
from learning.material.document import Documents
from learning.material.events import document_id_of

#: kind: `DOCUMENT`, `PASSAGE`, `WIKI` or `OTHER`; document: uuid, of a wiki
#: page the one that it has as material; page: its name.
Target = namedtuple('Target', 'kind document passage page')
DOCUMENT, PASSAGE, WIKI, OTHER = 'document', 'passage', 'wiki', 'other'
_DOCUMENT = re.compile(r'learning/material/([0-9a-f-]{36})/?\Z')
_PASSAGE = re.compile(r'learning/passage/([0-9a-f-]{36})/([\w-]{1,100})\Z')
_ANCHOR = re.compile(r'(?:chunk-)?([\w-]{30,100})\Z')
_WIKI = re.compile(r'wiki/(.+)\Z')


def read_target(href):
    """The `Target` of a stored address."""
    try:
        parts = urlsplit((href or '').strip().lstrip('/'))
    except ValueError:      # half a bracket of an IPv6 address
        return Target(OTHER, None, None, None)
    path = _unquoted(parts.path)
    found = _PASSAGE.match(path)
    if parts.scheme or parts.netloc:
        return Target(OTHER, None, None, None)
    if found:
        return Target(PASSAGE, found.group(1), found.group(2), None)
    found = _DOCUMENT.match(path)
    if found:
        said = parse_qs(parts.query).get('chunk', [''])[0]
        anchor = _ANCHOR.match(said) or _ANCHOR.match(parts.fragment)
        passage = anchor.group(1) if anchor else said or None
        return Target(PASSAGE if passage else DOCUMENT, found.group(1),
                      passage, None)
    found = _WIKI.match(path)
    if found:
        return Target(WIKI, document_id_of(found.group(1)), None,
                      found.group(1))
    return Target(OTHER, None, None, None)


def document_href(document):
    """The address to store of a document."""
    return 'learning/material/' + document


def passage_href(document, passage):
    """The address to store of a passage."""
    return 'learning/passage/%s/%s' % (document, passage)


def wiki_href(page):
    """The address to store of a wiki page."""
    return 'wiki/' + unicode_quote(page)


def shorten_href(req, href):
    """An address as it is stored: one of this Trac, as it stands in a
    browser, becomes the path below Trac; of the material the simplest."""
    href = (href or '').strip()
    for base in (req.abs_href() + '/', req.href() + '/'):
        if href.startswith(base):
            href = href[len(base):]
            break
    target = read_target(href)
    if target.kind == PASSAGE:
        return passage_href(target.document, target.passage)
    if target.kind == DOCUMENT:
        return document_href(target.document)
    return href


def is_alive(content, href):
    """Does this source lead to something that is there now?

    :param content: the `Content` of who asks.
    :return: True, False, or None where nobody can say: it leads out of the
        material, or the services are away.
    """
    target = read_target(href)
    if target.kind == WIKI:
        return WikiPage(content.env, target.page).exists
    if target.kind == OTHER:
        return None
    doc = Documents(content.env).get(target.document)
    if doc is None or not doc.live_revision:
        return False
    return target.kind == DOCUMENT or \
        has_passage(content, target.document, target.passage)


def has_passage(content, document, passage):
    """Is this passage in the document now? None where nobody can say."""
    try:
        content.passage(document, passage)
    except GatewayError as e:
        content.env.log.info("Passage %s of %s: %s", passage, document,
                             exception_to_unicode(e))
        return False if e.status == 404 else None
    return True


def _unquoted(path):
    return urllib.unquote(path.encode('utf-8')).decode('utf-8', 'replace')
