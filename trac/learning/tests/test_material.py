# -*- coding: utf-8 -*-
"""The list of documents, and what the feed makes of it."""

import itertools
import json
import unittest

from learning import timestamps
from learning.material import view
from learning.operations.trouble import stuck_events
from learning.sync import cursor
from learning.sync.feed import Feed, parse_change
from learning.sync.loop import Sync
from learning.tests.material_case import (API, DOCUMENT, MATERIAL,
                                          OTHER_DOCUMENT, MaterialTestCase,
                                          summary)
from learning.tests.question_case import change


class FeedTestCase(MaterialTestCase):

    def test_each_state_of_a_document_is_said_in_words(self):
        for state, more, said in (
                ('uploaded', {}, 'Uploaded'), ('reading', {}, 'Being read'),
                ('embedding', {'done': 16, 'total': 40}, '16 of 40'),
                ('waiting', {'done': 16, 'total': 40,
                             'detail': "The budget is used up."},
                 'The budget is used up.'),
                ('ready', {'done': 40, 'total': 40},
                 '9 pages, 40 parts, 2 left out')):
            self.tell(state=state, **more)
            page = self.author.get(MATERIAL).body
            self.assertIn('learning-is-%s"' % state, page)
            self.assertIn(said, page)
        self.assertIn('databases/isolation.pdf', page)
        self.assertIn('Isolation levels', page)
        self.assertIn(' UTC">just now</time>', page)

    def test_a_rejection_says_why_and_what_stays(self):
        self.tell()
        self.tell(state='rejected', revision=2, live=1, reason='scanned',
                  detail='Run it through <OCR>.')
        page = self.author.get(MATERIAL).body
        for said in ('it holds pictures of text', 'Run it through &lt;OCR&gt;',
                     'Revision 1 stays in use meanwhile', '40 parts'):
            self.assertIn(said, page)

    def test_the_order_in_which_it_is_told_means_nothing(self):
        at = [timestamps.to_rfc3339(n) for n in (1, 2, 3, 4, 5)]
        tellings = [
            summary(state='uploaded', at=at[0]),
            summary(state='ready', at=at[1]),
            summary(state='embedding', revision=2, live=1, done=1, total=2,
                    at=at[2]),
            summary(state='waiting', revision=2, live=1, done=1, total=2,
                    detail='why', at=at[3]),
            summary(state='embedding', revision=2, live=1, done=2, total=2,
                    at=at[4])]
        ends = set()
        for turn in itertools.permutations(tellings):
            self.env.db_transaction("DELETE FROM learning_material")
            for told in turn:
                self.tell(**told)
            ends.add(repr(self.document()))
        self.assertEqual(1, len(ends))
        self.assertEqual(('embedding', 2, 1, 2, ''), (
            self.document().phase, self.document().revision,
            self.document().live_revision, self.document().done,
            self.document().detail))

    def test_a_removed_document_has_nothing_in_use(self):
        self.tell(state='removed', revision=2,
                  receipt={'chunks': 40, 'edges': 3, 'concepts': 5})
        self.tell()
        self.assertEqual(('removed', None, {'chunks': 40, 'edges': 3,
                                            'concepts': 5}),
                         (self.document().phase, self.document().live_revision,
                          self.document().receipt))

    def test_what_is_missing_or_odd_holds_up_nothing(self):
        odd = [{}, {'document': 'x'}, {'document': DOCUMENT}, 'text', [1],
               summary(state='dancing'), summary(revision=None),
               dict(summary(), document='../../etc')]
        thin = {'document': DOCUMENT, 'phase': 'ready', 'revision': 3,
                'at': 'yesterday', 'pages': 'nine', 'title': None}
        changes = [dict(change(n, 'content', None), content=content)
                   for n, content in enumerate(odd + [thin], 1)]
        changes.append(change(20, 'dancing', None))
        self.gateway.page = {'epoch': 'e', 'cursor': 20, 'changes': changes}
        Sync(self.env).read_feed(0)
        self.assertEqual(('e', 20), cursor.read_position(self.env))
        self.assertEqual(('ready', 3, None, ''), (
            self.document().phase, self.document().revision,
            self.document().pages, self.document().title))
        self.assertEqual(200, self.author.get(MATERIAL).status)

    def test_a_change_about_no_ticket_that_fails_is_left_out_and_shown(self):
        raw = dict(change(1, 'content', None),
                   content=summary(revision=2 ** 70))
        self.gateway.page = {'epoch': 'e', 'cursor': 1, 'changes': [raw]}
        sync = Sync(self.env)
        for _ in range(20):
            try:
                sync.read_feed(0)
            except Exception:
                pass
        self.assertEqual(('e', 1), cursor.read_position(self.env))
        shown, = stuck_events(self.env)
        self.assertEqual(0, shown.ticket)
        page = self.browse('operator').get('/trac/learning/operate').body
        self.assertIn(raw['event_id'], page)
        self.assertNotIn('/ticket/0', page)


class ListTestCase(MaterialTestCase):

    def setUp(self):
        super(ListTestCase, self).setUp()
        self.tell(at=timestamps.to_rfc3339(
            timestamps.now() - 5 * timestamps.SECOND))
        self.tell(document=OTHER_DOCUMENT, name='<b>.md', state='rejected',
                  subject='git', reason='empty', detail='It is empty.')

    def keys(self, query=''):
        return self.said(self.author.get(MATERIAL + query),
                         r'<tr data-key="([0-9a-f-]+)"')

    def test_courses_follow_each_other_rejected_files_first(self):
        self.assertEqual([OTHER_DOCUMENT, DOCUMENT], self.keys())
        self.assertEqual(1, self.author.get(MATERIAL).body.count(
            'data-name="Order"'))
        self.tell(document=OTHER_DOCUMENT, name='b.md', subject='git',
                  revision=2)
        self.assertEqual([DOCUMENT, OTHER_DOCUMENT], self.keys())

    def test_list_is_narrowed_by_subject_and_state(self):
        self.assertEqual([DOCUMENT], self.keys('?subject=databases'))
        self.assertEqual([OTHER_DOCUMENT], self.keys('?state=rejected'))
        self.assertEqual([], self.keys('?subject=databases&state=rejected'))
        self.assertEqual([], self.keys('?state=moving'))
        self.assertEqual([OTHER_DOCUMENT, DOCUMENT], self.keys('?page=-3'))

    def test_what_people_named_is_escaped(self):
        page = self.author.get(MATERIAL).body
        self.assertIn('&lt;b&gt;.md', page)
        self.assertNotIn('<b>.md', page)

    def test_many_documents_come_on_several_pages(self):
        for n in range(250):
            self.tell(document='00000000-0000-4000-8000-%012d' % n)
        seen = self.keys() + self.keys('?page=2') + self.keys('?page=3')
        self.assertEqual(252, len(set(seen)))
        self.assertIn('Page 2 of 3',
                      self.author.get(MATERIAL + '?page=2').body)
        self.assertEqual([], self.keys('?page=4'))

    def state(self, query='', tag=None):
        headers = {'HTTP_IF_NONE_MATCH': tag} if tag else {}
        reply = self.author.get(MATERIAL + '/state' + query, **headers)
        return (reply.status, reply.headers['ETag'],
                json.loads(reply.body) if reply.body else None)

    def test_news_come_only_when_there_are_some(self):
        status, tag, answer = self.state()
        self.assertEqual((200, 2, False), (status, answer['count'],
                                           answer['moving']))
        self.assertIn(DOCUMENT, answer['html'])
        self.assertEqual((304, tag, None), self.state(tag=tag))
        self.assertNotEqual(tag, self.state('?state=ready', tag)[1])
        self.tell(state='reading', revision=2, live=1)
        status, new, answer = self.state(tag=tag)
        self.assertEqual((200, True), (status, answer['moving']))
        self.assertNotEqual(tag, new)
        self.assertEqual(1, self.state('?document=' + DOCUMENT)[2]['count'])

    def test_a_file_that_never_came_is_not_waited_for_for_ever(self):
        self.tell(state='waiting_for_upload', revision=2, live=1,
                  at=timestamps.to_rfc3339(timestamps.now()))
        self.assertTrue(self.state()[2]['moving'])
        self.env.db_transaction(
            "UPDATE learning_material SET at=at-%s WHERE document=%s",
            ((view.UPLOAD_TIMEOUT_S + 1) * timestamps.SECOND, DOCUMENT))
        self.assertFalse(self.state()[2]['moving'])
        self.assertIn('Please upload the file again. Revision 1 stays in use',
                      self.author.get(MATERIAL).body)

    def test_learners_see_none_of_the_authors_pages(self):
        for path in ('/state', '/grant', '/upload', '/marks', '/order',
                     '/find', '/%s/remove' % DOCUMENT,
                     '/%s/restore' % DOCUMENT):
            for reply in (self.learner.get(MATERIAL + path),
                          self.learner.post(MATERIAL + path)):
                self.assertEqual(403, reply.status, path)
                self.assertNotIn('isolation', reply.body)
        self.assertEqual(403, self.learner.get(
            '/trac/learning/concepts').status)
        self.assertEqual([], self.gateway.requests)

    def test_pages_of_authors_are_in_their_navigation(self):
        links = {'/trac/learning/material': 'Material',
                 '/trac/learning/concepts': 'Concepts'}
        for path in links:
            page = self.author.get(path).body
            for link, label in links.items():
                self.assertRegexpMatches(page, '<a[^>]* href="%s"[^>]*>%s</a>'
                                         % (link, label))
            self.assertRegexpMatches(
                page, '<a[^>]*aria-current="page"[^>]*>%s<' % links[path])
            self.assertRegexpMatches(page, '<li *class="[^"]*active[^"]*">'
                                     '<a[^>]* href="/trac/learning">')


class TryTestCase(MaterialTestCase):

    def test_hits_are_shown_with_their_scores(self):
        self.gateway.replies[API + '/search'] = 200, {'hits': [
            {'chunk': 'c1', 'document': DOCUMENT, 'name': 'a.pdf',
             'title': 'Isolation', 'heading': ['Isolation', 'Levels'],
             'page': 2, 'content': '<script>x', 'score': 0.814}]}
        page = self.author.get(MATERIAL + '?q=what+%C3%A9&subject=databases')
        for said in (u'Isolation \u203a Levels', 'page 2', 'fits 81 %',
                     '&lt;script&gt;x', 'learning/passage/%s/c1' % DOCUMENT,
                     u'value="what \xe9"'):
            self.assertIn(said, page.body)
        self.assertEqual(
            '/api/v1/content/search?', self.gateway.requests[0][1][:23])
        for said in ('q=what+%C3%A9', 'k=20', 'subject=databases'):
            self.assertIn(said, self.gateway.requests[0][1])

    def test_search_without_a_near_hit_says_so(self):
        far = {'chunk': 'c1', 'document': DOCUMENT, 'title': 'Far away',
               'score': 0.649}
        for hits in ([], [far], [dict(far, score=None)]):
            self.gateway.replies[API + '/search'] = 200, {'hits': hits}
            page = self.author.get(MATERIAL + '?q=weather').body
            self.assertIn('Nothing was found on that.', page)
            self.assertNotIn('Far away', page)

    def test_a_gateway_that_is_away_is_said_in_words(self):
        for reply, said in (((503, {'message': 'Neo4j sleeps'}),
                             'cannot be reached just now'),
                            ((503, {'message': 'Neo4j sleeps'}),
                             'It says: Neo4j sleeps'),
                            ((400, {'message': 'Too long'}), 'Too long'),
                            ((401, {}), 'Sign in again'),
                            ((200, [1]), 'cannot be reached just now')):
            self.gateway.replies[API + '/search'] = reply
            page = self.author.get(MATERIAL + '?q=x')
            self.assertEqual(200, page.status)
            self.assertIn(said, page.body)


class UnknownKindTestCase(MaterialTestCase):

    def test_kinds_of_tomorrow_change_nothing(self):
        Feed(self.env).apply(parse_change(change(7, 'tomorrow', None)), 'e')
        self.assertEqual(('e', 7), cursor.read_position(self.env))


if __name__ == '__main__':
    unittest.main()
