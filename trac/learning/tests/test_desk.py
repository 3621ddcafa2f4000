# -*- coding: utf-8 -*-
"""The author's desk: what it shows, and what authors decide there."""

import re
import unittest

from learning.desk.decision import Answer, Judgement, grade_id
from learning.desk.decisions import Decisions
from learning.desk.queue_page import DeskPage
from learning.desk.score import score_verdicts
from learning.desk.spans import mark_spans
from learning.tests.desk_case import APPEAL, GROUP, ROUTE, DeskTestCase

DESK = '/trac/learning/desk'


class SpansTestCase(unittest.TestCase):

    def test_pieces_are_the_whole_answer_with_quotes_marked(self):
        pieces = mark_spans(u'a b c d', [u'b c', None, u'c d', u'zz', u''])
        self.assertEqual([(u'a ', []), (u'b ', [1]), (u'c', [1, 3]),
                          (u' d', [3])], pieces)
        self.assertEqual(u'a b c d', u''.join(text for text, _ in pieces))

    def test_answer_without_quotes_is_one_piece(self):
        self.assertEqual([(u'x', [])], mark_spans(u'x', [None]))
        self.assertEqual([], mark_spans(u'', [u'x']))


class ScoreTestCase(unittest.TestCase):

    def test_score_is_the_share_of_the_weight(self):
        weights = {'a': 2.0, 'b': 1.0}
        for verdicts, score in (({'a': 'yes', 'b': 'no'}, 0.6667),
                                ({'a': 'partly', 'b': 'yes'}, 0.6667),
                                ({'a': 'no', 'b': 'no'}, 0.0),
                                ({'a': 'yes', 'c': 'no'}, 0.6667),
                                ({}, None)):
            self.assertEqual(score, score_verdicts(verdicts, weights))


class QueueTestCase(DeskTestCase):

    def question(self, **more):
        return dict({'ticket_id': self.shared, 'course': 'Git <1>',
                     'appealed': 1, 'flagged': 2, 'uncertain': 3,
                     'oldest_at': '2026-01-15T09:30:02+00:00'}, **more)

    def test_queue_lists_questions_with_their_counts(self):
        self.serve(questions=[self.question(), self.question(
            ticket_id=99999)], next=50)
        page = self.author.get(DESK).body
        for said in ('#%d A shared question' % self.shared, 'Git &lt;1&gt;',
                     '>1</td>', '>2</td>', '>3</td>', '2026-01-15T09:30:02',
                     'desk?after=50">Next page'):
            self.assertIn(said, page)
        self.assertNotIn('99999', page)

    def test_queue_of_a_course_asks_for_that_course(self):
        self.serve()
        self.author.get(DESK + '?course=Git%201')
        self.assertIn('course=Git+1', self.gateway.requests[-1][1])

    def test_courses_of_material_and_questions_are_offered(self):
        self.serve()
        self.tell()
        self.env.db_transaction("UPDATE learning_question SET course='Own' "
                                "WHERE ticket=%s", (self.shared,))
        page = self.author.get(DESK).body
        self.assertLess(page.index('value="databases"'),
                        page.index('value="Own"'))

    def test_navigation_of_authors_says_how_many(self):
        DeskPage(self.env).counted = 0, 0
        self.assertIn('>Desk (2)</a>', self.author.get('/trac/about').body)
        self.assertNotIn('>Desk', self.learner.get('/trac/about').body)

    def test_desk_is_authors_alone(self):
        self.serve(self.entry('ada'))
        for browser in (self.learner, self.browse('operator')):
            browser.get('/trac/about')
            for path in (DESK, self.page):
                self.assertEqual(403, browser.get(path).status)
                self.assertEqual(403, browser.post(path,
                                                   self.form('ada')).status)
        self.assertEqual([], self.data())

    def test_service_that_is_away_is_said_in_words(self):
        self.gateway.replies[ROUTE] = 503
        for path in (DESK, self.page):
            page = self.author.get(path).body
            self.assertIn('role="alert"', page)
            self.assertNotIn('needs an author.', page)


class AnswersTestCase(DeskTestCase):

    def test_answer_is_shown_with_all_that_an_author_needs(self):
        appeal = {'id': APPEAL, 'state': 'with_author', 'why': None,
                  'reason': 'In my <second> sentence.', 'answer': '',
                  'at': '2026-01-15T09:40:01+00:00'}
        self.serve(self.entry('ada', why='appealed', appeal=appeal))
        page = self.author.get(self.page).body
        for said in ('It &lt;keeps&gt; ',
                     '<mark>a snapshot<sup class="learning-number">1</sup>',
                     '<mark>it is faster<sup class="learning-number">2</sup>',
                     'In my &lt;second&gt; sentence.', 'two graders differ',
                     'a source of the question gives orders',
                     'new_flag', 'Well &lt;said&gt;.', 'second look', u'83\xa0%',
                     'CRITERION', 'What a &lt;commit&gt; records',
                     'name="appeal_0" value="%s"' % APPEAL,
                     'data-weight="2.0"', 'accesskey="s"',
                     'class="learning-primary"',
                     'title="offline/x">What the grader found',
                     'from the points'):
            self.assertIn(said.replace(u'\xa0', '&nbsp;'), page)

    def test_answers_that_say_the_same_are_under_one_decision(self):
        self.serve(self.entry('ada', group=GROUP),
                   self.entry('bob', group=GROUP))
        page = self.author.get(self.page).body
        self.assertIn('2 answers that say nearly the same', page)
        self.assertEqual(2, page.count('checked="checked" /> <span dir'))
        self.assertEqual(1, page.count('class="learning-group"'))
        self.assertEqual(1, page.count('accesskey="k"'))

    def test_item_that_authors_often_correct_is_marked_weak(self):
        self.serve(agreement=[
            {'item': 'a', 'label': 'Linked', 'judged': 12, 'same': 8},
            {'item': 'b', 'label': 'Kept', 'judged': 12, 'same': 9},
            {'item': 'c', 'label': 'New', 'judged': 3, 'same': 0}])
        page = self.author.get(self.page).body
        self.assertEqual(1, page.count('weak: look'))
        self.assertLess(page.index('8 of 12'), page.index('weak: look'))
        self.assertLess(page.index('weak: look'), page.index('9 of 12'))

    def test_erased_answer_is_called_erased(self):
        for erased in (None, ''):
            self.serve(self.entry('ada', answer=erased, submitted_at=None))
            self.assertIn('was erased', self.author.get(self.page).body)

    def test_appeal_that_was_answered_is_not_answered_again(self):
        for state, asked in (('open', True), ('with_author', True),
                             ('stands', False), ('decided', False)):
            self.serve(self.entry('ada', appeal={
                'id': APPEAL, 'state': state, 'reason': 'Please.'}))
            page = self.author.get(self.page).body
            self.assertIn('Please.', page)
            self.assertEqual(asked, 'name="appeal_0"' in page)

    def test_unknown_ticket_is_404(self):
        self.assertEqual(404, self.author.get(DESK + '/99999').status)


class DecisionTestCase(DeskTestCase):

    def test_score_follows_from_verdicts(self):
        reply = self.author.follow(self.decide('ada'))
        self.assertIn('Decided about 1 answer.', reply.body)
        (event,) = self.relayed('GradeOverridden.v1')
        data = event['data']
        self.assertEqual(('sub-author', ['authors']),
                         (event['learner'], event['groups']))
        batch = data.pop('batch')
        self.assertEqual({
            'ticket': self.shared, 'attempt': 1, 'learner': 'sub-ada',
            'score': 0.6667, 'feedback': 'Say how.', 'revision': 2,
            'items': [{'id': 'snapshot', 'verdict': 'yes'},
                      {'id': 'parents', 'verdict': 'no'}],
            'reason': 'Read again.', 'appeal': None,
            'against': self.grades['ada']}, data)
        self.assertEqual(36, len(batch))

    def test_score_that_an_author_types_is_sent(self):
        for percent, score in (('70', 0.7), ('66,5 %', 0.665), ('0', 0.0)):
            self.decide('ada', percent=percent, share='67',
                        grade_0=self.last_grade())
            self.assertEqual(score, self.data()[-1]['score'])

    def test_score_that_verdicts_do_not_earn_is_asked_about_first(self):
        reply = self.decide('ada', percent='100')
        self.assertEqual(400, reply.status)
        for said in ('You typed 100 %, and the verdicts earn 67 %.',
                     'name="percent" value="100"', 'name="verdict_1" '
                     'value="no" data-weight="1.0" checked="checked"',
                     'The verdicts earn 67 %.', 'Say how.', 'Read again.'):
            self.assertIn(said, reply.body)
        self.assertEqual([], self.data())
        (share,) = re.findall(r'name="share" value="(\d+)"', reply.body)
        self.assertEqual(303, self.decide('ada', percent='100',
                                          share=share).status)
        (data,) = self.data()
        self.assertEqual((1.0, ['yes', 'no']), (
            data['score'], [item['verdict'] for item in data['items']]))

    def test_score_that_was_seen_beside_other_verdicts_is_asked_about(self):
        self.assertEqual(400, self.decide('ada', percent='100', share='67',
                                          verdict_0='no').status)

    def last_grade(self):
        known = Decisions(self.env).of_ticket(self.shared)
        return grade_id(known[0]) if known else self.grades['ada']

    def test_grade_that_stands_is_a_decision_too(self):
        self.decide('ada', decision='stands', feedback='', appeal_0=APPEAL)
        (data,) = self.data()
        self.assertEqual((0.6667, 'Well said.', APPEAL), (
            data['score'], data['feedback'], data['appeal']))
        self.assertEqual(['yes', 'partly'],
                         [one['verdict'] for one in data['items']])

    def test_decision_that_the_feed_has_not_told_stands_as_it_was_said(self):
        self.decide('ada', percent='40', share='67')
        self.decide('ada', decision='stands', grade_0=self.last_grade(),
                    reason='Still.')
        self.assertEqual([(0.4, 'Say how.'), (0.4, 'Say how.')],
                         [(one['score'], one['feedback'])
                          for one in self.data()])

    def test_one_decision_serves_those_that_are_chosen(self):
        reply = self.author.follow(self.decide('ada', 'bob'))
        self.assertIn('about 2 answers', reply.body)
        first, second = self.data()
        self.assertEqual({'sub-ada', 'sub-bob'},
                         {first['learner'], second['learner']})
        self.assertEqual(first['batch'], second['batch'])

    def test_decision_that_is_sent_twice_is_one(self):
        for names in (('ada',), ('ada',), ('ada', 'bob')):
            self.assertEqual(303, self.decide(*names).status)
        self.assertEqual(['sub-ada', 'sub-bob'],
                         [one['learner'] for one in self.data()])
        for other in ({'reason': 'Another.'}, {'decision': 'stands'}):
            self.assertEqual(409, self.decide('ada', **other).status)

    def test_answer_left_out_stays_as_it_is(self):
        form = self.form('ada', 'bob')
        del form['take_0']
        self.author.post(self.page, form)
        self.assertEqual(['sub-bob'], [one['learner'] for one in self.data()])

    def test_what_will_not_do_is_refused_and_kept(self):
        for wrong, said in (({'reason': ' '}, 'say why'),
                            ({'percent': '101'}, 'from 0 to 100'),
                            ({'percent': 'nan'}, 'from 0 to 100'),
                            ({'grade_0': 'x'}, 'none of ours'),
                            ({'learner_0': 'sub-nobody'}, 'no such answer'),
                            ({'feedback': 'KEPT' * 6000}, 'is the most')):
            form = dict({'feedback': 'KEPT'}, **wrong)
            reply = self.decide('ada', **form)
            self.assertEqual(400, reply.status)
            self.assertIn(said, reply.body)
            self.assertIn('KEPT', reply.body)
        self.assertIn('at least one', self.decide().body)
        self.assertEqual([], self.data())

    def test_decided_answer_leaves_the_desk_until_the_api_knows(self):
        self.serve(self.entry('ada'), self.entry('bob'))
        self.decide('ada')
        page = self.author.get(self.page).body
        self.assertNotIn('An answer of Ada (ada@demo.test)', page)
        self.assertIn('An answer of Ada (bob@demo.test)', page)
        self.assertIn('Read again.', page)
        self.grades['ada'] = self.last_grade()  # appealed once more
        self.serve(self.entry('ada', why='appealed'))
        self.assertIn('An answer of Ada (ada@demo.test)',
                      self.author.get(self.page).body)

    def test_gateway_that_is_away_loses_no_decision(self):
        self.gateway.replies['/api/v1/relay'] = 503
        self.assertIn('Decided about', self.author.follow(
            self.decide('ada', 'bob')).body)
        self.assertEqual(2, len(self.data()))


class ConflictTestCase(DeskTestCase):

    def setUp(self):
        super(ConflictTestCase, self).setUp()
        self.account = self.account._replace(sub='sub-colleague')
        self.env.db_transaction(
            "INSERT INTO learning_account (sub, username, name, groups, seen)"
            " VALUES ('sub-colleague', 'c@demo.test', 'Cleo', '[]', 1)")

    def colleague_decides(self, **more):
        (message,) = Decisions(self.env).submit(
            self.shared, self.account,
            [Answer('sub-ada', 1, self.grades['ada'], None)],
            Judgement(0.25, [], 'Theirs.', 'Their reason.'))
        return message

    def assert_conflict(self, reply, *said):
        self.assertEqual(409, reply.status)
        for text in said + ('Say how.', 'Read again.'):
            self.assertIn(text, reply.body)

    def test_second_author_sees_who_decided_and_both_grades(self):
        self.colleague_decides()
        self.assert_conflict(self.decide('ada'), 'Cleo', '25&nbsp;%',
                             'Theirs.', 'Their reason.',
                             'name="percent" value="66.67"')
        self.assertEqual(1, len(self.data()))

    def test_conflict_about_one_answer_decides_none(self):
        self.colleague_decides()
        self.assert_conflict(self.decide('ada', 'bob'))
        self.assertEqual(1, len(self.data()))

    def test_author_who_insists_takes_their_place(self):
        message = self.colleague_decides()
        theirs = grade_id(Decisions(self.env).of_ticket(self.shared)[0])
        page = self.decide('ada').body
        self.assertIn('name="grade_0" value="%s"' % theirs, page)
        self.assertEqual(303, self.decide('ada', grade_0=theirs).status)
        mine = self.data()[-1]
        self.assertEqual((theirs, message.data['revision'] + 1),
                         (mine['against'], mine['revision']))

    def test_persons_grade_that_the_feed_told_is_a_conflict(self):
        self.tell_grade('ada', person=True, score=0.4)
        self.assert_conflict(self.decide('ada'), 'another author',
                             '40&nbsp;%')

    def test_machines_new_grade_is_none_unless_it_is_to_stand(self):
        self.tell_grade('ada', revision=2)
        self.assert_conflict(self.decide('ada', decision='stands'))
        self.assertEqual(303, self.decide('ada').status)
        self.assertEqual(3, self.data()[-1]['revision'])

    def test_decision_that_was_taken_back_or_refused_is_none(self):
        message = self.colleague_decides()
        Decisions(self.env).withdraw(self.account, self.shared, 'sub-ada', 1,
                                     message.event_id, '')
        self.assertEqual(303, self.decide('ada').status)
        mine = self.data()[-1]
        self.assertEqual(message.data['revision'] + 1, mine['revision'])
        refused = Decisions(self.env).of_ticket(self.shared)[0]
        self.echo(refused.event_id, 'rejected', reason='decided_meanwhile')
        self.assertIn('another author was faster',
                      self.author.get(self.page).body)
        self.assertEqual(303, self.decide('ada').status)


class UndoTestCase(DeskTestCase):

    def undo(self, decision, **more):
        return self.author.post(DESK, dict({
            'ticket': self.shared, 'learner': 'sub-ada', 'attempt': 1,
            'override': decision.event_id, 'reason': ''}, **more))

    def decided(self):
        self.decide('ada')
        return Decisions(self.env).of_ticket(self.shared)[0]

    def test_decision_is_taken_back_from_the_list(self):
        self.serve()
        decision = self.decided()
        self.assertIn('name="override" value="%s"' % decision.event_id,
                      self.author.get(DESK).body)
        page = self.author.follow(self.undo(decision)).body
        self.assertIn('Taken back.', page)
        self.assertIn('taken back', page)
        self.assertNotIn('name="override"', page)
        (event,) = self.relayed('OverrideWithdrawn.v1')
        self.assertEqual({
            'ticket': self.shared, 'attempt': 1, 'learner': 'sub-ada',
            'override': decision.event_id, 'reason': ''}, event['data'])

    def test_decision_is_taken_back_from_its_ticket(self):
        self.serve()
        decision = self.decided()
        self.assertIn('name="back"', self.author.get(self.page).body)
        reply = self.undo(decision, back=self.shared)
        self.assertTrue(reply.headers['Location'].endswith(self.page))

    def test_decision_is_taken_back_once(self):
        decision = self.decided()
        for _ in range(2):
            self.undo(decision)
        self.assertEqual(1, len(self.data('OverrideWithdrawn.v1')))

    def test_all_of_a_decision_are_taken_back_at_once(self):
        self.serve()
        self.decide('ada', 'bob')
        page = self.author.get(self.page).body
        self.assertEqual(2, page.count('>Take back all 2<'))
        decision = Decisions(self.env).of_ticket(self.shared)[0]
        self.undo(decision, batch=decision.data['batch'])
        self.assertEqual({'sub-ada', 'sub-bob'}, {
            one['learner'] for one in self.data('OverrideWithdrawn.v1')})
        self.assertNotIn('Take back', self.author.get(self.page).body.split(
            'id="decisions"')[1])

    def test_form_of_nobody_is_refused(self):
        decision = self.decided()
        for wrong in ({'override': 'x'}, {'ticket': 'x'}, {'learner': ''}):
            self.assertIn('choose a decision', self.author.follow(
                self.undo(decision, **wrong)).body)
        self.assertEqual([], self.data('OverrideWithdrawn.v1'))


if __name__ == '__main__':
    unittest.main()
