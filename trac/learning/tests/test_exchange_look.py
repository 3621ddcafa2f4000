# -*- coding: utf-8 -*-
"""A look at a file says what becomes of it when it is brought in."""

import json
import re
import unittest

from learning.editor.drafts import Drafts
from learning.questions.question import Questions
from learning.tests.test_exchange import ExchangeCase

#: {what becomes of it with and without a release: entry of the file}. The
#: shared question and a draft are there before, and a form that was used.
ONE = '''- title: %s
  question: %s
  reference: Because.
  rubric:
  - criterion: A point
'''
CASES = (
    (('new', True), ('new', False), ONE % ('New', 'Why?')),
    (('new', False), ('new', False),
     '- {title: Half, question: Why}\n'),
    (('refused', False), ('refused', False), ONE % ("''", 'Untitled?')),
    (('refused', False), ('refused', False), ONE % ('T' * 201, 'Long?')),
    (('refused', False), ('refused', False), '- {nonsense: x}\n'),
    (('refused', False), ('refused', False),
     ONE % ('Gone', 'Q?') + '  ticket: %(own)s99999\n'),
    (('same', False), ('same', False), ONE % ('Draft', 'Made before?')),
    (('same', True), ('same', True), ONE % ('Out', 'Released before?')),
    (('refused', False), ('refused', False),
     ONE % ('Edited', 'Changed since?')),
    (('changed', True), ('refused', False),
     ONE % ("''", 'Titled by its ticket?') + '  ticket: %(own)s%(shared)s\n'),
    (('refused', False), ('changed', False),
     ONE % ('Next', 'Another?') + '  ticket: %(own)s%(shared)s\n'),
    (('same', True), ('same', False), ONE % ('New', 'Why?')),
    (('refused', False), ('refused', False),
     ONE % ('New', 'Why?') + '  max_attempts: 7\n'),
    (('new', True), ('new', False),
     ONE % ('Dead', 'Where?') + '  sources: [{title: S, href: wiki/No}]\n'),
    (('new', False), ('new', False),
     ONE % ('Later', 'When?') + '  publish_at: 2190-01-31 18:00 UTC\n'),
    (('new', True), ('new', False),
     ONE % ('Past', 'When was it?') + '  publish_at: 2001-01-31 18:00 UTC\n'),
    (('refused', False), ('refused', False),
     ONE % ('Odd', 'Where is it?') + '  place: first\n'),
)


class LookTestCase(ExchangeCase):

    def setUp(self):
        super(LookTestCase, self).setUp()
        self.upload('questions:\n' + ONE % ('Draft', 'Made before?') +
                    ONE % ('Edited', 'Changed since?'))
        self.upload('questions:\n' + ONE % ('Out', 'Released before?'),
                    release='1')
        self.env.db_transaction(
            "UPDATE learning_draft SET question=REPLACE(question, "
            "'Changed since?', 'Changed.') WHERE question LIKE '%%since%%'")
        self.own = re.search(r'ticket: (\S+/ticket/)',
                             self.export()).group(1)

    def table(self):
        return (self.env.db_query("SELECT * FROM ticket ORDER BY id"),
                Drafts(self.env).all(), Questions(self.env).all(),
                self.env.db_query("SELECT data FROM learning_outbox"),
                self.env.db_query("SELECT * FROM learning_created "
                                  "ORDER BY form"))

    def check(self, release):
        content = 'questions:\n' + ''.join(
            case[2].replace('%(own)s', self.own).replace(
                '%(shared)s', str(self.shared)) for case in CASES)
        fields = {'release': '1'} if release else {}
        before = self.table()
        looked = self.told(content, look='1', **fields)
        self.assertEqual(before, self.table())
        done = self.told(content, **fields)
        for seen, came, case in zip(looked, done, CASES):
            self.assertEqual(case[not release],
                             (came['outcome'], came['released']), came)
            for name in ('place', 'title', 'outcome', 'released', 'note'):
                self.assertEqual(came[name], seen[name], (name, came, seen))
            if came['outcome'] != 'new' and seen['ticket']:
                self.assertEqual(came['ticket'], seen['ticket'])
        self.assertEqual(len(CASES), len(done))

    def told(self, content, **fields):
        reply = self.upload(content, accept='application/json', **fields)
        self.assertEqual(200, reply.status, reply.body)
        return json.loads(reply.body)['outcomes']

    def test_look_before_a_release_says_what_becomes_of_each(self):
        self.check(release=True)

    def test_look_before_drafts_says_what_becomes_of_each(self):
        self.check(release=False)


if __name__ == '__main__':
    unittest.main()
