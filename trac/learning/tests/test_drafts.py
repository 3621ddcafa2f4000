# -*- coding: utf-8 -*-
"""What is not released: kept for authors, and nothing for learners."""

import re
import unittest

from trac.ticket.model import Ticket

from learning.questions.publication import publish_due
from learning.tests.draft_case import DraftTestCase, number_in

LISTS = ('/trac/query?status=!closed&col=summary', '/trac/report/1',
         '/trac/query?status=!closed&format=rss', '/trac/report/1?format=csv',
         '/trac/timeline?ticket=on', '/trac/timeline?ticket=on&format=rss',
         '/trac/search?ticket=on&q=zebras', '/trac/learning')


class HiddenTestCase(DraftTestCase):

    def test_no_learner_sees_a_ticket_whose_question_is_a_draft(self):
        ticket = self.draft()
        for url in ('/trac/ticket/%d', '/trac/ticket/%d?format=csv',
                    '/trac/ticket/%d?action=history'):
            self.assertEqual(403, self.bob.get(url % ticket).status)
            self.assertEqual(200, self.author.get(url % ticket).status)
        for url in LISTS:
            self.assertNotIn('zebras', self.bob.get(url).body.replace(
                'q=zebras', '').replace('value="zebras"', ''), url)
        self.assertIn('zebras', self.author.get(LISTS[0]).body)

    def test_no_count_tells_of_it(self):
        self.draft()
        url = '/trac/query?summary=~zebras'
        self.assertIn('(0 matches)', self.bob.get(url).body)
        self.assertIn('(1 match)', self.author.get(url).body)

    def test_released_draft_is_seen(self):
        ticket = self.draft()
        self.assertEqual(303, self.send(self.address(ticket),
                                        draft_revision='1').status)
        self.assertIsNone(self.kept(ticket))
        self.assertIn('What is a zebra?',
                      self.bob.get('/trac/ticket/%d' % ticket).body)
        self.assertIn('zebras', self.bob.get(LISTS[0]).body)

    def test_learners_keep_the_question_while_its_next_version_is_a_draft(
            self):
        ticket = number_in(self.send())
        self.assertEqual(303, self.send(
            self.address(ticket), revision='1', draft='1', summary='Okapis',
            question='What is an okapi?').status)
        page = self.bob.get('/trac/ticket/%d' % ticket).body
        self.assertIn('What is a zebra?', page)
        self.assertNotIn('okapi', page.lower())
        self.assertIn('What is an okapi?</textarea>',
                      self.author.get(self.address(ticket)).body)
        self.assertEqual(1, self.published(ticket))

    def test_earlier_titles_of_a_draft_are_in_no_history(self):
        ticket = self.draft(summary='It is a horse')
        self.send(self.address(ticket), draft_revision='1')
        self.assertEqual([], self.env.db_query(
            "SELECT * FROM ticket_change WHERE ticket=%s", (ticket,)))
        self.assertNotIn('It is a horse',
                         self.bob.get('/trac/ticket/%d' % ticket).body)


class KeepTestCase(DraftTestCase):

    def test_draft_keeps_what_is_not_finished_as_it_was_typed(self):
        ticket = self.draft(question='', reference='', max_attempts='many',
                            learner='nobody@nowhere.test')
        page = self.author.get(self.address(ticket)).body
        for said in ('name="max_attempts" value="many"',
                     'value="nobody@nowhere.test"', 'is not released'):
            self.assertIn(said, page)
        reply = self.send(self.address(ticket), draft_revision='1',
                          max_attempts='many')
        self.assertEqual(400, reply.status)
        self.assertIn('a number up to 1000', reply.body)
        self.assertIsNone(self.released(ticket))

    def test_of_two_authors_the_second_is_told_and_keeps_the_text(self):
        ticket = self.draft()
        for said in ('Mine?', 'Theirs?'):
            reply = self.send(self.address(ticket), draft='1',
                              draft_revision='1', question=said)
        self.assertEqual(400, reply.status)
        self.assertIn('changed this draft meanwhile', reply.body)
        self.assertIn('Theirs?</textarea>', reply.body)
        self.assertEqual('Mine?', self.kept(ticket).question.question)
        now, = re.findall(r'name="draft_revision" value="(\d+)"', reply.body)
        self.assertEqual(303, self.send(
            self.address(ticket), draft='1', draft_revision=now,
            question='Theirs?').status)
        self.assertEqual('Theirs?', self.kept(ticket).question.question)

    def test_draft_that_changed_is_not_released_by_an_old_form(self):
        ticket = self.draft()
        self.send(self.address(ticket), draft='1', draft_revision='1',
                  question='Newer?')
        for revision in ('0', '1'):
            reply = self.send(self.address(ticket), draft_revision=revision)
            self.assertEqual(400, reply.status)
        self.assertIsNone(self.released(ticket))

    def test_draft_of_a_question_that_changed_is_released_over_it_knowingly(
            self):
        ticket = number_in(self.send())
        self.send(self.address(ticket), revision='1', draft='1')
        self.env.db_transaction("UPDATE learning_question SET revision=5 "
                                "WHERE ticket=%s", (ticket,))
        reply = self.send(self.address(ticket), revision='1',
                          draft_revision='1', question='Again?')
        self.assertEqual(400, reply.status)
        self.assertIn('changed this question meanwhile', reply.body)
        self.assertIn('name="revision" value="5"', reply.body)
        self.assertEqual(303, self.send(
            self.address(ticket), revision='5', draft_revision='1',
            question='Again?').status)
        self.assertEqual(6, self.released(ticket).revision)

    def test_same_draft_again_is_saved_once(self):
        ticket = self.draft()
        for _ in range(2):
            self.assertEqual(303, self.send(
                self.address(ticket), draft='1', draft_revision='1',
                question='Twice?').status)
        self.assertEqual(2, self.kept(ticket).revision)

    def test_discarded_draft_takes_the_ticket_that_was_made_for_it(self):
        ticket = self.draft()
        before = self.tickets()
        self.assertEqual(303, self.send(
            self.address(ticket), discard='1', draft_revision='1').status)
        self.assertEqual(before - 1, self.tickets())
        self.assertIsNone(self.kept(ticket))

    def test_discarded_draft_leaves_every_other_ticket(self):
        ticket = number_in(self.send())
        with self.env.db_transaction:
            plain = Ticket(self.env)
            plain['summary'] = 'Somebody asks'
            plain.insert()
        for number, revision in ((ticket, '1'), (plain.id, '0')):
            self.send(self.address(number), draft='1', revision=revision)
            self.assertEqual(303, self.send(
                self.address(number), discard='1', draft_revision='1').status)
            self.assertIsNone(self.kept(number))
            self.assertEqual(200, self.bob.get(
                '/trac/ticket/%d' % number).status)

    def test_draft_goes_with_its_ticket(self):
        ticket = self.draft()
        Ticket(self.env, ticket).delete()
        for table in ('draft', 'created'):
            self.assertEqual([], self.env.db_query(
                "SELECT * FROM learning_%s" % table))


class ListTestCase(DraftTestCase):

    def test_authors_see_drafts_the_next_to_be_released_first(self):
        later, plain = self.draft(summary='Later'), self.draft(summary='No')
        for title, ticket, at in (('Later', later, '2031'),
                                  ('Sooner', self.draft(), '2030')):
            self.assertEqual(303, self.send(
                self.address(ticket), schedule='1', draft_revision='1',
                summary=title, publish_at=at + '-01-31T18:00',
                publish_zone='UTC').status)
        page = self.author.get('/trac/learning/questions/drafts').body
        places = [page.index('>%s</a>' % title)
                  for title in ('Sooner', 'Later', 'No')]
        self.assertEqual(sorted(places), places)
        self.assertIn('/learning/question/%d"' % plain, page)

    def test_ticket_says_to_its_author_that_it_is_a_draft(self):
        ticket = self.draft()
        self.assertIn('learners do not see the ticket',
                      self.author.get('/trac/ticket/%d' % ticket).body)


class ScheduleTestCase(DraftTestCase):

    def schedule(self, ticket, at, zone='UTC', **more):
        return self.send(self.address(ticket), schedule='1',
                         draft_revision='1', publish_at=at,
                         publish_zone=zone, **more)

    def test_instant_is_kept_with_its_zone_and_said(self):
        ticket = self.draft()
        self.assertEqual(303, self.schedule(
            ticket, '2030-01-31T18:00', '+01:00').status)
        self.assertEqual(1896109200000000, self.kept(ticket).publish_at)
        page = self.author.get(self.address(ticket)).body
        self.assertIn('is released on', page)
        self.assertIn('value="2030-01-31T17:00"', page)     # as UTC reads it

    def test_moment_that_is_over_is_refused(self):
        ticket = self.draft()
        for at, said in (('2020-01-31T18:00', 'still to come'),
                         ('', 'still to come'), ('soon', 'day, time')):
            reply = self.schedule(ticket, at)
            self.assertEqual(400, reply.status)
            self.assertIn(said, reply.body)
        self.assertIsNone(self.kept(ticket).publish_at)

    def test_what_could_not_be_released_is_not_scheduled(self):
        ticket = self.draft()
        reply = self.schedule(ticket, '2030-01-31T18:00', reference='')
        self.assertEqual(400, reply.status)
        self.assertIn('full answer', reply.body)

    def test_saved_as_a_draft_it_waits_for_its_author_again(self):
        ticket = self.draft()
        self.schedule(ticket, '2030-01-31T18:00')
        self.send(self.address(ticket), draft='1', draft_revision='2')
        self.assertIsNone(self.kept(ticket).publish_at)

    def test_before_its_instant_nothing_is_released(self):
        ticket = self.draft()
        self.schedule(ticket, '2030-01-31T18:00')
        publish_due(self.env)
        self.assertIsNone(self.released(ticket))
        self.assertEqual(403, self.bob.get('/trac/ticket/%d' % ticket).status)


if __name__ == '__main__':
    unittest.main()
