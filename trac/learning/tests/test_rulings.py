# -*- coding: utf-8 -*-
"""Rulings: asked on the desk, tried before they are made, listed, revoked."""

import unittest

from trac.core import Component, implements
from trac.perm import IPermissionPolicy

from learning.desk.ruling import Ruling, add_doubts
from learning.tests.desk_case import DeskTestCase, ident

PAGE = '/trac/learning/rulings'
ROUTE, TRIAL = '/api/v1/rulings', '/api/v1/llm/trial'
RULING = {'item': 'parents', 'label': 'How', 'words': 'it is <faster>',
          'verdict': 'partly'}


class KeptTicketPolicy(Component):
    """Lets nobody be an author of one ticket."""

    implements(IPermissionPolicy)
    kept = None

    # IPermissionPolicy methods

    def check_permission(self, action, username, resource, perm):
        if action == 'LEARNING_AUTHOR' and resource is not None and \
                resource.realm == 'ticket' and \
                str(resource.id) == str(self.kept):
            return False


def group(*verdicts, **more):
    items = [{'id': str(n), 'verdict': verdict, 'quote': quote}
             for n, (verdict, quote) in enumerate(verdicts)]
    return dict({'items': items, 'answers': [{'why': 'uncertain'}]}, **more)


class DoubtTestCase(unittest.TestCase):

    def doubt(self, *verdicts, **more):
        (found,) = add_doubts([group(*verdicts)], more.get('made', ()))
        return found['doubt'] and found['doubt']['id']

    def test_point_half_met_is_asked_first(self):
        self.assertEqual('1', self.doubt(('yes', 'a'), ('partly', 'b'),
                                         ('no', None)))
        self.assertEqual('0', self.doubt(('yes', 'a'), ('no', None)))

    def test_point_that_is_ruled_already_is_not_asked_again(self):
        made = [Ruling('1', 'b', 'no', '')]
        self.assertEqual('0', self.doubt(('yes', 'a'), ('partly', 'b'),
                                         made=made))
        self.assertIsNone(self.doubt(('partly', 'b'),
                                     made=[Ruling('0', 'b', 'yes', '')]))

    def test_without_items_nothing_is_asked(self):
        self.assertIsNone(self.doubt())


class RulingsTestCase(DeskTestCase):

    def setUp(self):
        super(RulingsTestCase, self).setUp()
        self.form_page = self.page + '/ruling'

    def preview(self, **more):
        form = dict(RULING, **more)
        return self.author.get(self.form_page + '?' + '&'.join(
            '%s=%s' % pair for pair in form.items()).replace(' ', '%20')
            .replace('<', '%3C').replace('>', '%3E'))

    def ruling(self, **more):
        return dict({'id': ident(), 'ticket_id': self.shared,
                     'item': 'parents', 'words': 'it is <faster>',
                     'verdict': 'yes', 'note': 'Why & how',
                     'ruled_by': 'sub-author',
                     'ruled_at': '2026-01-15T09:40:00+00:00',
                     'revoked_at': None, 'cited': 3}, **more)

    def list(self, *rulings, **more):
        self.gateway.replies[ROUTE] = 200, dict(
            {'rulings': list(rulings), 'next': None}, **more)

    def test_grade_of_a_model_is_compared_by_what_this_grader_says(self):
        self.gateway.replies[TRIAL] = 200, {
            'up': 0, 'down': 1, 'same': 1, 'total': 130, 'answers': [
                {'answer': 'as before', 'was': 1.0, 'before': 0.5,
                 'would_be': 0.5},
                {'answer': 'worse', 'was': 0.6667, 'before': 0.5,
                 'would_be': 0.25}]}
        page = self.preview().body
        self.assertIn('Of the 2 newest of 130 past answers: 0 up, 1 down, 1 '
                      'the same.', page)
        self.assertIn(', by this grader 50 %', page)
        self.assertEqual(1, page.count('learning-move-down'))
        self.assertEqual(1, page.count('learning-move-same'))

    def test_grades_that_it_would_move_are_shown_before(self):
        self.gateway.replies[TRIAL] = 200, {'up': 1, 'down': 1, 'same': 1,
            'answers': [
                {'answer': 'the <same>', 'was': 0.5, 'would_be': 0.5},
                {'answer': 'better', 'was': 0.5, 'would_be': 1.0},
                {'answer': 'kept', 'was': 0.6667, 'would_be': 0.3,
                 'person': True},
                {'answer': 'worse', 'was': 0.6667, 'would_be': 0.3}]}
        page = self.preview().body
        for said in ('it is &lt;faster&gt;', 'Of 4 past answers: 1 up, 1 '
                     'down, 1 the same.', 'the &lt;same&gt;',
                     '67&nbsp;%'.replace('&nbsp;', u'\xa0'),
                     'set by a person', u'\u25bc</span> down'):
            self.assertIn(said, page)
        self.assertLess(page.index('worse'), page.index('better'))
        self.assertEqual(1, page.count('learning-move-down'))
        (asked,) = self.asked('POST', TRIAL)
        self.assertEqual({
            'ticket': self.shared, 'limit': 100, 'ruling': {
                'item': 'parents', 'words': 'it is <faster>',
                'verdict': 'partly'}}, asked)
        self.assertEqual([], self.data('RulingMade.v1'))

    def test_trial_that_is_away_is_said_and_the_ruling_can_be_made(self):
        for status in (404, 503):
            self.gateway.replies[TRIAL] = status
            page = self.preview().body
            self.assertIn('cannot be shown now', page)
            self.assertIn('Make this ruling', page)

    def test_ruling_of_an_author_is_sent_and_listed(self):
        self.list()
        reply = self.author.post(self.form_page, dict(RULING, note=' Why. '))
        page = self.author.follow(reply).body
        self.assertIn('Ruled.', page)
        self.assertIn('> sent', page)
        (event,) = self.relayed('RulingMade.v1')
        self.assertEqual({
            'ticket': self.shared, 'item': 'parents',
            'words': 'it is <faster>', 'verdict': 'partly', 'note': 'Why.'},
            event['data'])

    def test_form_that_will_not_do_is_refused(self):
        self.serve()
        for wrong, said in (({'words': ' '}, 'write the words'),
                            ({'words': 'x' * 501}, 'is the most'),
                            ({'verdict': 'later'}, 'whether the words count'),
                            ({'item': ''}, 'whether the words count')):
            reply = self.author.post(self.form_page, dict(RULING, **wrong))
            self.assertIn(said, self.author.follow(reply).body)
        self.assertEqual([], self.data('RulingMade.v1'))

    def test_refused_note_stands_in_the_form_again(self):
        note = 'y' * 1001
        page = self.author.post(self.form_page, dict(RULING, note=note)).body
        self.assertIn('is the most', page)
        self.assertIn('value="%s"' % note, page)
        self.assertIn('Make this ruling', page)
        self.assertEqual([], self.data('RulingMade.v1'))

    def test_ticket_that_a_policy_keeps_from_its_author_is_ruled_by_none(self):
        self.list(self.ruling())
        self.env.config.set('trac', 'permission_policies',
                            'KeptTicketPolicy, DefaultPermissionPolicy')
        KeptTicketPolicy(self.env).kept = self.shared
        for form in ({'ticket': self.shared, 'regrade': '1'},
                     {'of': self.shared, 'ruling': ident()}):
            self.assertEqual(403, self.author.post(PAGE, form).status)
        self.assertEqual(403, self.author.post('/trac/learning/desk', {
            'ticket': self.shared, 'attempt': 1, 'learner': 'sub-ada',
            'override': ident(), 'reason': ''}).status)
        for said in ('RegradesOrdered.v1', 'RulingRevoked.v1',
                     'OverrideWithdrawn.v1'):
            self.assertEqual([], self.data(said))

    def test_list_shows_rulings_and_revoked_ones(self):
        self.list(self.ruling(), self.ruling(
            words='old', revoked_at='2026-01-16T00:00:00+00:00'), next=50)
        page = self.author.get(PAGE).body
        for said in ('it is &lt;faster&gt;', 'Why &amp; how',
                     'followed by 3 grades', '(author@demo.test)',
                     '> revoked', 'rulings?after=50">Next page'):
            self.assertIn(said, page)
        self.assertEqual(1, page.count('>Revoke<'))
        self.assertNotIn('Grade the earlier answers', page)

    def test_revocation_of_a_ruling_is_sent_and_listed(self):
        ruling = self.ruling()
        self.list(ruling)
        reply = self.author.post(PAGE, {'of': self.shared,
                                        'ruling': ruling['id']})
        page = self.author.follow(reply).body
        self.assertIn('sent: revoked', page)
        (event,) = self.relayed('RulingRevoked.v1')
        self.assertEqual({'ticket': self.shared, 'ruling': ruling['id']},
                         event['data'])

    def test_earlier_answers_are_graded_again_by_a_choice_of_its_own(self):
        self.list()
        page = self.author.get(PAGE + '?ticket=%d' % self.shared).body
        self.assertIn('Grade the earlier answers again', page)
        self.author.post(PAGE, {'ticket': self.shared, 'regrade': '1'})
        (event,) = self.relayed('RegradesOrdered.v1')
        self.assertEqual({'ticket': self.shared, 'cause': 'ruling',
                          'question_revision': 0}, event['data'])

    def test_pages_are_authors_alone(self):
        for path in (PAGE, self.form_page + '?item=a&words=b&verdict=yes'):
            self.assertEqual(403, self.learner.get(path).status)
        for path in (PAGE, self.form_page):
            self.assertEqual(403, self.learner.post(path, RULING).status)
        self.assertEqual([], self.data('RulingMade.v1'))


if __name__ == '__main__':
    unittest.main()
