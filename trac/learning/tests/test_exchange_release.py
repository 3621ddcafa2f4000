# -*- coding: utf-8 -*-
"""A file's questions are released as the form releases one."""

import json
import unittest

from learning import timestamps
from learning.editor.drafts import Drafts
from learning.exchange import question_import
from learning.questions.question import Questions
from learning.tests.material_case import API, DOCUMENT
from learning.tests.test_exchange import NEW, ExchangeCase

ROUTE = '%s/%s/passages/' % (API, DOCUMENT)
HREF = 'learning/passage/%s/%s' % (DOCUMENT, 'c1')


def with_sources(*hrefs):
    return NEW + '  sources:\n' + ''.join(
        '  - {title: Source, href: "%s"}\n' % href for href in hrefs)


class ReleaseTestCase(ExchangeCase):

    def setUp(self):
        super(ReleaseTestCase, self).setUp()
        self.tell()
        self.gateway.replies[ROUTE + 'c1'] = 200, {
            'id': 'c1', 'content': 'The moon pulls the sea.'}
        self.gateway.replies[ROUTE + 'c2'] = 404, {'message': 'gone'}
        self.mailed = []
        self.addCleanup(setattr, question_import, 'announce_ticket',
                        question_import.announce_ticket)
        question_import.announce_ticket = \
            lambda env, number, author: self.mailed.append((number, author))

    def released(self):
        return Questions(self.env).all()[-1]

    def outcome(self, content, **fields):
        reply = self.upload(content, accept='application/json', release='1',
                            **fields)
        return json.loads(reply.body)['outcomes'][0]

    def asked_for(self):
        return [path for _, path, _, _ in self.gateway.requests
                if '/passages' in path]

    def event(self):
        (data,), = self.env.db_query(
            "SELECT data FROM learning_outbox WHERE ticket=%s",
            (self.released().ticket,))
        return json.loads(data)

    def test_graders_get_what_the_sources_say(self):
        self.upload(with_sources(HREF), release='1')
        self.assertEqual(['The moon pulls the sea.'],
                         self.event()['passages'])
        self.assertEqual([ROUTE + 'c1'], self.asked_for())

    def test_dead_source_is_noted_and_the_question_released(self):
        dead = HREF[:-1] + '2'
        for look in ({'look': '1'}, {}):
            outcome = self.outcome(with_sources(HREF, dead, 'wiki/Nowhere'),
                                   **look)
            self.assertTrue(outcome['released'])
            self.assertIn(dead + ', wiki/Nowhere', outcome['note'])

    def test_address_of_the_browser_becomes_the_one_to_store(self):
        self.upload(with_sources('/trac/' + HREF + '?x=1'),
                    release='1')
        self.assertEqual(HREF, self.released().sources[0]['href'])

    def test_address_that_no_browser_reads_leads_out(self):
        self.assertEqual('', self.outcome(with_sources('http://[x'))['note'])

    def test_watchers_hear_of_a_new_question_and_not_of_a_next_version(self):
        self.upload(NEW, release='1')
        ticket = self.released().ticket
        self.assertEqual([(ticket, 'author@demo.test')], self.mailed)
        self.upload(self.export(course='Seas').replace('raises', 'lifts'),
                    release='1')
        self.assertEqual(2, Questions(self.env).get(ticket).revision)
        self.assertEqual(1, len(self.mailed))

    def test_draft_keeps_the_instant_of_its_release(self):
        self.upload(NEW)
        draft, = Drafts(self.env).all()
        at = timestamps.now() + 3600 * timestamps.SECOND + 1
        self.env.db_transaction("UPDATE learning_draft SET publish_at=%s",
                                (at,))
        self.assertEqual(['changed'], self.outcomes(
            self.export(course='Seas').replace('raises', 'lifts').replace(
                '  rubric:', '  sources:\n  - {title: S, href: %s}\n'
                '  rubric:' % HREF)))
        draft, = Drafts(self.env).all()
        self.assertEqual((at, 'What lifts the tides?',
                          'The moon pulls the sea.'), (
            draft.publish_at, draft.question.question,
            draft.question.sources[0]['text']))

    def test_services_that_fail_once_are_asked_no_more(self):
        self.gateway.replies[ROUTE + 'c1'] = 503, {}
        more = with_sources(HREF, HREF[:-1] + '2').partition('\n')[2]
        self.upload('questions:\n' + ''.join(
            more.replace('Tides', 'T%d' % number) for number in range(3)),
            release='1')
        self.assertEqual([ROUTE + 'c1'], self.asked_for())
        self.assertEqual([], self.event()['passages'])


if __name__ == '__main__':
    unittest.main()
