# -*- coding: utf-8 -*-
"""A learner asks for a path and sees how it comes to be."""

import json
import re
import unittest
import uuid

from trac.perm import DefaultPermissionPolicy, PermissionSystem

from learning import timestamps
from learning.sync.loop import Sync
from learning.sync.outbox import Outbox
from learning.tests.material_case import MaterialTestCase
from learning.tests.path_case import (GOAL, OTHER_PATH, PATH, PathMixin,
                                      steps)

PATHS = '/trac/learning/paths'
PAGE = '/trac/learning/path/'
ADA, BOB = 'sub-ada', 'sub-bob'


class PathTestCase(PathMixin, MaterialTestCase):
    """Two learners and staff in front of a gateway."""

    maxDiff = None  # of whole pages

    def setUp(self):
        super(PathTestCase, self).setUp()
        for name, value in (('machine_client_id', 'machine'),
                            ('machine_client_secret', 'secret')):
            self.env.config.set('learning', name, value)
        self.ada, self.bob = self.browse('ada'), self.browse('bob')
        for browser in (self.ada, self.bob):
            browser.take_form_token()

    def ask(self, browser=None, **more):
        form = dict({'goal': GOAL.encode('utf-8'), 'difficulty': '2',
                     'minutes': '60', 'event_id': PATH}, **more)
        return (browser or self.ada).post(PATHS + '/new', form)


class AskingTestCase(PathTestCase):

    def refused(self, words, **more):
        reply = self.ask(**more)
        self.assertEqual(400, reply.status)
        self.assertIn(words, reply.body)
        self.assertEqual([], self.env.db_query("SELECT id FROM "
                                               "learning_path"))
        self.assertEqual([], self.outbox('PathRequested.v1'))
        self.assertEqual([], self.gateway.requests)
        return reply

    def test_request_is_row_and_event_and_sent_at_once(self):
        reply = self.ask()
        self.assertTrue(reply.headers['Location'].endswith(PAGE + PATH))
        path = self.path()
        self.assertEqual((ADA, 'requested', GOAL, 2, 60),
                         (path.learner, path.state, path.goal,
                          path.difficulty, path.minutes))
        (ident, learner, data), = self.outbox('PathRequested.v1')
        self.assertEqual((PATH, ADA), (ident, learner))
        self.assertEqual({'goal': GOAL, 'difficulty': 2, 'minutes': 60},
                         json.loads(data))
        body, = self.gateway.bodies('/api/v1/relay')
        self.assertEqual((PATH, 'PathRequested.v1', ADA),
                         (body['event_id'], body['detail_type'],
                          body['learner']))

    def test_request_is_sent_again_until_it_is_echoed(self):
        self.gateway.replies['/api/v1/relay'] = 503
        self.ask()
        self.gateway.replies.clear()
        self.env.db_transaction("UPDATE learning_outbox SET sent=1")
        Sync(self.env).relay_due()
        self.assertEqual(2, len(self.gateway.bodies('/api/v1/relay')))
        self.tell(ADA, event_id=PATH, state='requested')
        self.env.db_transaction("UPDATE learning_outbox SET sent=1")
        self.assertEqual([], Outbox(self.env).due(10))

    def test_double_click_is_one_path(self):
        self.ask()
        reply = self.ask()
        self.assertTrue(reply.headers['Location'].endswith(PAGE + PATH))
        self.assertEqual(1, len(self.outbox('PathRequested.v1')))
        self.assertEqual(1, len(self.gateway.requests))

    def test_same_form_with_another_goal_is_another_path(self):
        self.ask()
        reply = self.ask(goal='something else')
        self.assertFalse(reply.headers['Location'].endswith(PAGE + PATH))
        self.assertEqual(GOAL, self.path().goal)
        self.assertEqual(2, len(self.outbox('PathRequested.v1')))

    def test_id_of_another_learner_is_not_taken(self):
        self.ask()
        reply = self.ask(self.bob)
        ident = reply.headers['Location'].rpartition('/')[2]
        self.assertNotEqual(PATH, ident)
        self.assertEqual((ADA, BOB), (self.path().learner,
                                      self.path(ident).learner))

    def test_form_without_an_id_gets_one(self):
        for wrong in ('', 'x', "' OR 1=1 --"):
            reply = self.ask(event_id=wrong)
            uuid.UUID(reply.headers['Location'].rpartition('/')[2])

    def test_empty_goal_is_refused_in_words(self):
        for goal in ('', ' \r\n\t'):
            self.refused('Please say what you want to learn.', goal=goal)

    def test_goal_of_1001_characters_is_refused_and_kept(self):
        goal = u'\U0001f600' * 1001 if len(u'\U0001f600') == 1 else \
            u'\xe4' * 1001
        reply = self.refused('Your goal has 1,001 characters; 1,000 is the '
                             'most', goal=goal.encode('utf-8'))
        self.assertIn(goal, reply.body)
        self.assertIn('name="event_id" value="%s"' % PATH, reply.body)
        self.assertEqual(303, self.ask(goal=goal[1:].encode('utf-8')).status)

    def test_goal_that_cannot_be_stored_is_refused_and_kept(self):
        reply = self.refused('cannot be stored', goal='a\0b')
        self.assertIn('>\nab</textarea>', reply.body)

    def test_numbers_out_of_bounds_are_refused(self):
        for value in ('0', '6', '', '-1', '3.5', 'x', '9' * 30, u'\u0663'):
            value = value.encode('utf-8')
            self.refused('difficulty from 1 to 5', difficulty=value)
            if value not in ('6',):
                self.refused('from 5 to 6,000 minutes', minutes=value)
        self.refused('from 5 to 6,000 minutes', minutes='4')
        self.refused('from 5 to 6,000 minutes', minutes='6001')

    def test_goal_is_shown_as_text(self):
        goal = u'<script>alert(1)</script> ${x} # if [[Image(x)]] " \' \u2028'
        self.ask(goal=goal.encode('utf-8'))
        reply = self.ada.get(PAGE + PATH)
        self.assertIn(u'&lt;script&gt;alert(1)&lt;/script&gt; ${x} # if '
                      u'[[Image(x)]]', reply.body)
        self.assertNotIn('<script>alert', reply.body)
        self.assertEqual(goal, self.path().goal)

    def test_form_is_filled_from_the_address(self):
        reply = self.ada.get(PATHS + '/new?goal=locks%3C&minutes=30&'
                                     'difficulty=5')
        self.assertIn('>\nlocks&lt;</textarea>', reply.body)
        self.assertIn('value="30"', reply.body)
        self.assertIn('value="5" selected="selected"', reply.body)
        for field in ('goal', 'difficulty', 'minutes'):
            ident, = self.said(reply, r'<label for="(%s-[^"]+)"' % field)
            self.assertEqual(1, reply.body.count(' id="%s"' % ident))

    def test_without_the_form_token_nothing_is_asked(self):
        reply = self.ask(__FORM_TOKEN='guess')
        self.assertEqual(400, reply.status)
        self.assertIsNone(self.path())

    def test_who_may_not_answer_may_not_ask(self):
        PermissionSystem(self.env).revoke_permission('cognito',
                                                     'LEARNING_ANSWER')
        DefaultPermissionPolicy(self.env).permission_cache.clear()
        self.assertEqual(403, self.ask().status)
        self.assertEqual(403, self.ada.get(PATHS + '/new').status)


class ListTestCase(PathTestCase):

    def test_list_shows_own_paths_with_their_states(self):
        self.tell(ADA)
        self.tell(BOB, path=OTHER_PATH, title='Secret zebra')
        reply = self.ada.get(PATHS)
        self.assertIn('How isolation levels work', reply.body)
        self.assertIn('</span> Proposed</span>', reply.body)
        self.assertNotIn('zebra', reply.body)
        self.assertIn('href="%s/new"' % PATHS, reply.body)

    def test_empty_list_says_so(self):
        self.assertIn('You have asked for no path yet.',
                      self.ada.get(PATHS).body)

    def test_learners_get_to_their_paths_and_to_the_material(self):
        reply = self.ada.get('/trac/learning')
        nav = self.said(reply, r'id="ctxtnav".*?</div>')[0]
        self.assertEqual(['/trac/learning', '/trac/learning/courses', PATHS,
                          '/trac/learning/reviews',
                          '/trac/learning/material'],
                         re.findall(r'href="([^"]+)"', nav))
        nav = self.said(self.browse('author').get(PATHS),
                        r'id="ctxtnav".*?</div>')[0]
        self.assertEqual(8, nav.count('<a '))
        self.assertIn('aria-current="page"', nav)


class PathPageTestCase(PathTestCase):

    def show(self, browser=None, **more):
        self.tell(ADA, **more)
        return (browser or self.ada).get(PAGE + PATH)

    def test_other_learner_finds_nothing(self):
        self.tell(ADA, state='working')
        for rest in ('', '/state'):
            for ident in (PATH, OTHER_PATH):
                self.assertEqual(404, self.bob.get(PAGE + ident + rest).status)
        same = [re.sub(ident, '', self.bob.get(PAGE + ident).body)
                for ident in (PATH, OTHER_PATH)]
        self.assertEqual(*[re.sub(r'TOKEN="\w+"|value="\w+"|nonce="[^"]+"',
                                  '', one) for one in same])
        self.assertEqual(404, self.bob.post(PAGE + PATH + '/accept').status)

    def test_staff_see_it_and_cannot_accept(self):
        self.tell(ADA)
        for name in ('author', 'operator'):
            reply = self.browse(name).get(PAGE + PATH)
            self.assertEqual(200, reply.status)
            self.assertNotIn('name="step"', reply.body)

    def test_phases_are_said_in_words(self):
        for at, (phase, words) in enumerate((
                ('searching', 'Looking through the material'),
                ('ordering', 'Putting the steps in order'),
                ('asking', 'Writing the questions (1 of 3)'),
                ('waiting', 'Waiting for the knowledge base: it goes on by '
                            'itself'),
                ('tomorrow', 'Looking through the material')), 1):
            reply = self.show(state='working', at=at, phase=phase, done=1,
                              total=3, rank=[1, timestamps.now()])
            self.assertEqual([words], self.said(
                reply, r'id="learning-path-status"[^>]*>([^<]*)<'))
            state = json.loads(self.ada.get(PAGE + PATH + '/state').body)
            self.assertEqual({'state': 'working', 'status': words,
                              'final': False}, state)
        self.assertIn('data-state="%s/state"' % (PAGE + PATH), reply.body)
        self.assertIn('js/path.js', reply.body)
        self.assertIn('Look again', reply.body)

    def test_long_wait_is_said(self):
        for state, words in (('requested', 'Your request is on its way'),
                             ('working', 'Looking through the material')):
            reply = self.show(state=state, phase='searching')
            self.assertIn(words + '. This takes longer than usual; your '
                          'request is safe', reply.body)

    def test_state_is_told_once(self):
        self.show(state='working')
        reply = self.ada.get(PAGE + PATH + '/state')
        tag = reply.headers['ETag']
        self.assertEqual(304, self.ada.get(PAGE + PATH + '/state',
                                           HTTP_IF_NONE_MATCH=tag).status)
        self.tell(ADA, at=5)
        reply = self.ada.get(PAGE + PATH + '/state', HTTP_IF_NONE_MATCH=tag)
        self.assertTrue(json.loads(reply.body)['final'])

    def test_proposal_shows_steps_with_their_sources(self):
        reply = self.show(
            warnings=['lock and isolation go <round>'],
            skipped=[{'concept': 'table', 'reason': 'mastered'},
                     {'concept': 'vacuum', 'reason': 'no_time'}])
        for words in (GOAL, 'How isolation levels work', '6 minutes',
                      'needed for isolation', 'Isolation levels', 'page 1',
                      'Transactions</span>', 'go &lt;round&gt;',
                      'because mastered already', '>table</span>',
                      'because the time is too short', '>vacuum</span>',
                      'href="/trac/wiki/Course/Transactions"',
                      'href="#step-1" dir="auto">1. Transaction</a>',
                      '21 minutes', 'Accept this path'):
            self.assertIn(words, reply.body)
        self.assertNotIn('What is', reply.body)     # the questions
        self.assertEqual(3, reply.body.count('name="step"'))
        self.assertEqual(3, reply.body.count('checked="checked"'))
        self.assertNotIn('js/path.js', reply.body)

    def test_map_says_what_the_list_says(self):
        reply = self.show()
        svg, = self.said(reply, r'<svg.*?</svg>')
        self.assertEqual(['#step-1', '#step-2', '#step-3'],
                         sorted(re.findall(r'xlink:href="([^"]+)"', svg)))
        self.assertEqual(1, svg.count('class="edge"'))
        self.assertIn('1. Transaction', svg)
        self.assertIn('proposed', svg)
        self.assertNotIn('aria-hidden', svg)

    def test_titles_are_data_to_graphviz(self):
        title = u'a"]; b [URL="javascript:1"] \\N <script>x</script> \xe4'
        reply = self.show(steps=[dict(one, title=title) for one in steps()])
        svg, = self.said(reply, r'<svg.*?</svg>')
        self.assertNotIn('<script', svg)
        self.assertNotIn('xlink:href="javascript', svg)

    def test_unavailable_says_why_and_what_is_nearest(self):
        reply = self.show(
            state='unavailable', reason='not_covered', detail='Look <here>',
            nearest=[{'concept': 'transaction & co', 'title': 'Isolation'}])
        for words in ('The material does not teach this.',
                      'Look &lt;here&gt;', 'transaction &amp; co',
                      'goal=transaction+%26+co', '>\n' + GOAL,
                      'Ask for a path'):
            self.assertIn(words, reply.body)
        self.assertNotIn(PATH, self.said(
            reply, r'name="event_id" value="([^"]+)"'))

    def test_codes_become_words_and_unknown_ones_leave_the_english(self):
        circle = {'code': 'path_circle', 'titles': ['lock', '<row>']}
        known = {'code': 'step_needed_for', 'titles': ['a', 'b', 'c']}
        first, second, third = steps()
        page = self.show(
            warnings=['W-one', 'W-two'],
            remarks=[circle, {'code': 'from_next_year'}], steps=[
                dict(first, reason='R-one', remarks=[
                    {'code': 'step_missed'}, known]),
                dict(second, reason='R-two', remarks=[known, {'code': 'x'}]),
                third]).body
        for words in ('The prerequisites of lock and &lt;row&gt; go', 'W-two',
                      'you missed it before; needed for a, b and c',
                      'R-two'):
            self.assertIn(words, page)
        self.assertNotIn('W-one', page)
        self.assertNotIn('R-one', page)

    def test_as_many_codes_as_notes_or_the_english_stays(self):
        page = self.show(warnings=['W-one', 'W-two'], remarks=[
            {'code': 'path_stale'}]).body
        self.assertIn('W-one', page)
        self.assertNotIn('has just changed, and', page)

    def test_why_there_is_none_is_made_of_the_code(self):
        page = self.show(state='unavailable', reason='not_covered',
                         detail='D-one',
                         remarks=[{'code': 'path_nothing_near'}]).body
        self.assertIn('Ask in other words, or tell an author', page)
        self.assertNotIn('D-one', page)

    def test_page_of_each_state_and_reason_is_shown(self):
        for at, (state, reason) in enumerate((
                ('requested', None), ('working', None),
                ('unavailable', 'nothing_left'),
                ('unavailable', 'too_many_requests'),
                ('unavailable', 'failed'), ('unavailable', 'tomorrow'),
                ('proposed', None), ('accepted', None)), 1):
            reply = self.show(state=state, reason=reason, at=at)
            self.assertEqual(200, reply.status, (state, reason))
            self.assertIn('data-shown="%s"' % state, reply.body)

    def test_wrong_address_is_no_path(self):
        for ident in ('x', PATH.upper(), PATH + '/x', PATH[:-1]):
            self.assertEqual(404, self.ada.get(PAGE + ident).status)


if __name__ == '__main__':
    unittest.main()
