# -*- coding: utf-8 -*-
"""An author and a learner in front of a gateway that keeps material."""

import json
import re
import uuid

from trac.wiki.model import WikiPage

from learning import timestamps
from learning.gateway.client import Gateway
from learning.material.document import Documents
from learning.sync import cursor
from learning.sync.feed import Feed, parse_change
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.tests.question_case import AUTHOR, FakeGateway, change
from learning.users.account import Accounts

DOCUMENT = '0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11'
OTHER_DOCUMENT = '2b6de1f7-6d0a-5c8e-b6a4-94f3a2f8f0e2'
MATERIAL = '/trac/learning/material'
API = '/api/v1/content'


class MaterialTestCase(PrivateTicketTestCase):

    def setUp(self):
        super(MaterialTestCase, self).setUp()
        self.gateway = FakeGateway()
        self.addCleanup(self.gateway.close)
        self.addCleanup(lambda: Gateway(self.env).session.close())
        for name, value in (('gateway_url', self.gateway.url),
                            ('cognito_token_url',
                             self.gateway.url + '/oauth2/token')):
            self.env.config.set('learning', name, value)
        cursor.start_epoch(self.env, 'e')
        self.position = 0
        self.author, self.learner = self.browse('author'), self.browse('ada')
        self.author.take_form_token()
        self.account = Accounts(self.env).of_sub('sub-author')

    def tell(self, **more):
        """The feed tells of a document."""
        self.position += 1
        raw = dict(change(self.position, 'content', None),
                   content=summary(**more))
        Feed(self.env).apply(parse_change(raw), 'e')

    def document(self, ident=DOCUMENT):
        return Documents(self.env).get(ident)

    def write(self, name, text, author=AUTHOR):
        page = WikiPage(self.env, name)
        page.text = text
        page.save(author, 'a comment')
        return page

    def events(self):
        """Data of the events about pages, in the order of their making."""
        return [json.loads(data) for data, in self.env.db_query(
            "SELECT data FROM learning_outbox "
            "WHERE detail_type='WikiPageChanged.v1' ORDER BY created")]

    def asked(self, method, path):
        """Bodies of the author's own calls."""
        for called, at, headers, body in self.gateway.requests:
            if (called, at.partition('?')[0]) == (method, path):
                self.assertEqual('Bearer ' + self.author.jar['trac_id'][0],
                                 headers['authorization'])
                yield json.loads(body) if body else None

    def said(self, reply, pattern):
        return re.findall(pattern, reply.body, re.DOTALL)


def summary(document=DOCUMENT, state='ready', revision=1, live=0, **more):
    """A document as the feed and the gateway tell of it.

    :param live: its live revision, 0 for `revision` when it is ready.
    """
    live = live or (revision if state == 'ready' else None)
    return dict({
        'document': document, 'name': 'databases/isolation.pdf',
        'origin': 'upload', 'state': state, 'revision': revision,
        'live_revision': live, 'done': 0, 'total': 0, 'reason': None,
        'detail': '', 'subject': live and 'databases',
        'title': live and 'Isolation levels', 'pages': live and 9,
        'type': live and 'application/pdf', 'chunks': live and 40,
        'embedded': live and 3, 'dropped': live and 2, 'receipt': None,
        'at': timestamps.to_rfc3339(timestamps.now())}, **more)


def grant(name, revision=1, document=DOCUMENT, **more):
    """Leave to upload."""
    return dict({
        'name': name, 'document': document, 'revision': revision,
        'state': 'granted', 'reason': None, 'url': 'http://s3.test/',
        'fields': {'key': 'content/%s/%d' % (document, revision),
                   'Content-Type': 'text/plain', 'policy': u'\xe9'},
        'expires_at': timestamps.to_rfc3339(timestamps.now()),
        'max_bytes': 52428800}, **more)


def chunk(number, content, **more):
    """One chunk as the gateway tells of it."""
    return dict({'id': 'c%d' % number, 'ordinal': number, 'heading': [],
                 'page': None, 'kind': 'text', 'content': content,
                 'tokens': 4, 'concept': None, 'duplicates': []}, **more)


def multipart(fields, files, field='files'):
    """(content type, body) of a form with files: (name, bytes)."""
    mark = uuid.uuid4().hex
    parts = ['Content-Disposition: form-data; name="%s"\r\n\r\n%s'
             % (name, value) for name, value in fields.items()]
    parts += ['Content-Disposition: form-data; name="%s"; filename="%s"\r\n'
              'Content-Type: application/octet-stream\r\n\r\n%s'
              % (field, name, content) for name, content in files]
    body = ''.join('--%s\r\n%s\r\n' % (mark, part) for part in parts)
    return 'multipart/form-data; boundary=' + mark, body + '--%s--\r\n' % mark
