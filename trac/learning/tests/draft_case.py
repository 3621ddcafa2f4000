# -*- coding: utf-8 -*-
"""What the tests of an author's form stand on."""

import re
import uuid

from learning.editor.drafts import Drafts
from learning.questions.question import Questions
from learning.tests.material_case import MaterialTestCase

NEW = '/trac/learning/question/new'
TITLE = u'What zebras record'


class DraftTestCase(MaterialTestCase):
    """An author, two learners, and the address of a new question."""

    def setUp(self):
        super(DraftTestCase, self).setUp()
        self.bob = self.browse('bob')
        self.bob.take_form_token()

    def form(self, **more):
        return dict({
            'summary': TITLE.encode('utf-8'), 'course': 'Databases',
            'revision': '0', 'draft_revision': '0',
            'form': str(uuid.uuid4()), 'question': 'What is a zebra?',
            'reference': 'A zebra is a horse with black and white stripes.',
            'label_0': 'What it is', 'criterion_0': 'It is a striped horse',
            'weight_0': '1'}, **more)

    def send(self, address=NEW, browser=None, **more):
        return (browser or self.author).post(address, self.form(**more))

    def draft(self, **more):
        """A new question that is kept as a draft: its ticket."""
        reply = self.send(draft='1', **more)
        self.assertEqual(303, reply.status)
        return number_in(reply)

    def address(self, ticket):
        return '/trac/learning/question/%d' % ticket

    def tickets(self):
        return self.env.db_query("SELECT COUNT(*) FROM ticket")[0][0]

    def kept(self, ticket):
        return Drafts(self.env).get(ticket)

    def released(self, ticket):
        return Questions(self.env).get(ticket)

    def published(self, ticket):
        """How many events tell of its question."""
        return self.env.db_query(
            "SELECT COUNT(*) FROM learning_outbox WHERE ticket=%s AND "
            "detail_type='QuestionPublished.v1'", (ticket,))[0][0]


def number_in(reply):
    return int(re.search(r'/(?:question|ticket)/(\d+)',
                         reply.headers['Location']).group(1))
