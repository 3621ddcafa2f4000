# -*- coding: utf-8 -*-
"""Questions that the path generator made, and authors' words on them."""

import json
import re
import unittest
from HTMLParser import HTMLParser

from learning.questions.further_references import MAX_FURTHER
from learning.sync.feed import Feed, parse_change
from learning.tests.material_case import DOCUMENT, MaterialTestCase
from learning.tests.question_case import change

QUESTION = '9b0c9a51-7d4e-5b0c-8a43-1d7f1c0e6b21'
OTHER = '9b0c9a51-7d4e-5b0c-8a43-1d7f1c0e6b22'
PAGE = '/trac/learning/questions/generated'
ROUTE = '/api/v1/generated-questions'
EDIT = {'question': 'Why?', 'reference': u'So\xe9.', 'criterion_0': 'Says so',
        'label_0': 'So', 'weight_0': '2', 'id_0': '1'}


def made(ident=QUESTION, **more):
    return dict({
        'question_id': ident, 'state': 'drafted', 'subject': 'databases',
        'concept': 'transaction', 'form': 'definition', 'difficulty': 2,
        'question': 'What is <b>it</b>?', 'reference': 'REFERENCE',
        'rubric': [{'id': '1', 'criterion': 'CRITERION', 'label': 'What',
                    'weight': 1}], 'drafted': 'What is <b>it</b>?',
        'uses': 3, 'drafted_at': '2026-01-15T09:30:00+00:00',
        'reviewed_at': None, 'disputes': 0, 'notes': [], 'source': {
            'document': DOCUMENT, 'chunk': 'c1', 'name': 'a.pdf',
            'title': 'Isolation', 'heading': ['Isolation', 'Locks'],
            'page': 2, 'href': 'wiki/Course'}}, **more)


class GeneratedQuestionsTestCase(MaterialTestCase):

    def serve(self, *questions, **more):
        self.gateway.replies[ROUTE] = 200, dict(
            {'questions': list(questions), 'next': None}, **more)

    def decide(self, decision='approved', ident=QUESTION):
        return self.author.post(PAGE, {'question_id': ident,
                                       'decision': decision})

    def relayed(self):
        return self.gateway.bodies('/api/v1/relay')

    def test_question_is_shown_with_all_that_authors_see(self):
        self.serve(made(state='edited', drafted='What was <it>?'))
        page = self.author.get(PAGE).body
        for said in ('What is &lt;b&gt;it&lt;/b&gt;?', 'REFERENCE',
                     'CRITERION', 'What was &lt;it&gt;?', 'definition',
                     'difficulty 2', 'on 3 tickets', 'page 2', 'Locks',
                     '%s?chunk=c1#c1' % DOCUMENT, '/trac/wiki/Course"',
                     u'\u270e</span> edited'):
            self.assertIn(said, page)
        self.assertNotIn('<b>it', page)

    def test_question_that_no_ticket_asks_yet_is_told_so(self):
        self.serve(made(uses=0))
        page = self.author.get(PAGE).body
        self.assertIn('not used yet', page)
        self.assertIn('>Approve</button>', page)

    def test_page_is_authors_alone(self):
        self.serve(made())
        self.assertEqual(403, self.learner.get(PAGE).status)
        self.assertEqual(403, self.learner.post(PAGE, {
            'question_id': QUESTION, 'decision': 'approved'}).status)
        self.assertEqual(403, self.learner.get(PAGE + '/' + QUESTION).status)
        self.assertEqual([], self.relayed())

    def test_subject_state_and_page_are_asked_for(self):
        self.serve(made(), next=40)
        page = self.author.get(
            PAGE + '?subject=data%20bases&state=drafted&after=20').body
        asked = self.gateway.requests[-1][1]
        for said in ('subject=data+bases', 'state=drafted', 'after=20'):
            self.assertIn(said, asked)
        self.assertIn('after=40', page)
        self.assertIn('First page', page)

    def test_decision_goes_out_and_is_shown_as_sent_until_it_is_echoed(self):
        self.serve(made(), made(OTHER, question='Other?'))
        for decision in ('withdrawn', 'approved'):
            reply = self.author.follow(self.decide(decision))
            self.assertIn('Sent.', reply.body)
        self.assertEqual(1, reply.body.count('sent: approved'))
        self.assertNotIn('sent: withdrawn', reply.body)
        first, second = self.relayed()
        self.assertEqual(
            ('QuestionReviewed.v1', 'sub-author', ['authors'],
             {'question_id': QUESTION, 'decision': 'withdrawn'}),
            tuple(first[name] for name in ('detail_type', 'learner',
                                           'groups', 'data')))
        for number, event in enumerate((first, second), 1):
            raw = change(number, 'question_reviewed', None,
                         event_id=event['event_id'], learner='sub-author')
            Feed(self.env).apply(parse_change(raw), 'e')
        self.assertNotIn('sent: ', self.author.get(PAGE).body)

    def test_form_of_nobody_is_refused(self):
        self.serve(made())
        for form in (('explode', QUESTION), ('approved', 'x')):
            reply = self.author.follow(self.decide(*form))
            self.assertIn('Please choose a question', reply.body)
        self.assertEqual([], self.relayed())

    def test_buttons_are_those_that_its_state_allows(self):
        def buttons(**more):
            self.serve(made(**more))
            page = self.author.get(PAGE).body
            return [name for name in ('approved', 'withdrawn')
                    if 'name="decision" value="%s"' % name in page]
        self.assertEqual(['approved', 'withdrawn'], buttons())
        self.assertEqual(['withdrawn'], buttons(state='approved'))
        self.assertEqual(['approved'], buttons(state='withdrawn'))
        self.assertEqual(['approved'], buttons(form='summary'))

    def test_what_learners_dispute_is_said_with_their_notes(self):
        self.serve(made(disputes=2, notes=['odd <b>', 'odder']))
        page = self.author.get(PAGE).body
        for said in ('2 learners say that it makes no sense.',
                     '<q dir="auto">odd &lt;b&gt;</q>', 'odder'):
            self.assertIn(said, page)
        self.serve(made(disputes=1, state='approved'))
        self.assertIn('value="approved"', self.author.get(PAGE).body)

    def test_edit_is_sent_and_shown_as_sent(self):
        self.gateway.replies[ROUTE + '/' + QUESTION] = 200, made()
        page = self.author.get(PAGE + '/' + QUESTION).body
        for said in ('REFERENCE', 'CRITERION', 'What is &lt;b&gt;'):
            self.assertIn(said, page)
        self.serve(made())
        form = {name: value.encode('utf-8') for name, value in EDIT.items()}
        reply = self.author.post(PAGE + '/' + QUESTION, form)
        self.assertIn('sent: edited', self.author.follow(reply).body)
        (event,) = self.relayed()
        self.assertEqual({
            'question_id': QUESTION, 'decision': 'edited',
            'question': 'Why?', 'reference': u'So\xe9.', 'rubric': [
                {'id': '1', 'criterion': 'Says so', 'label': 'So',
                 'weight': 2}]}, event['data'])

    def test_other_right_answers_come_to_the_form_and_go_out_again(self):
        said = [u'Or s\xe9.', 'For <b>all</b>\nor none', 'x', 'y', 'z']
        found = made(further_references=said)
        self.gateway.replies[ROUTE + '/' + QUESTION] = 200, found
        page = self.author.get(PAGE + '/' + QUESTION).body
        typed = re.findall(r'name="further_(\d)".*?>\n(.*?)</textarea>', page,
                           re.S)
        self.assertEqual(
            [str(n) for n in range(MAX_FURTHER)], [n for n, _ in typed])
        self.assertIn('For &lt;b&gt;all&lt;/b&gt;', page)
        parser = HTMLParser()
        again = {'further_' + n: parser.unescape(value)
                 for n, value in typed}
        self.assertEqual(said, [again[name] for name in sorted(again)])
        self.serve(found)
        self.author.post(PAGE + '/' + QUESTION, {
            name: value.encode('utf-8')
            for name, value in dict(EDIT, **again).items()})
        (event,) = self.relayed()
        self.assertEqual(said, event['data']['further_references'])

    def test_other_right_answers_are_shown_with_the_reference(self):
        self.serve(made(further_references=['ALSO <b>right</b>']))
        page = self.author.get(PAGE).body
        self.assertIn('Another right answer', page)
        self.assertIn('ALSO &lt;b&gt;right', page)

    def test_too_long_another_right_answer_is_refused_and_kept(self):
        form = dict(EDIT, reference='R', further_0='x' * 5001)
        reply = self.author.post(PAGE + '/' + QUESTION, form)
        self.assertEqual(400, reply.status)
        self.assertIn('Another right answer', reply.body)
        self.assertIn('x' * 5001, reply.body)
        self.assertEqual([], self.relayed())

    def test_edit_that_will_not_do_keeps_what_was_typed(self):
        for missing, said in (('question', 'write the question'),
                              ('reference', 'write a reference'),
                              ('criterion_0', 'good answer says')):
            form = dict(EDIT, reference='KEPT', question='KEPT TOO')
            form[missing] = ''
            reply = self.author.post(PAGE + '/' + QUESTION, form)
            self.assertEqual(400, reply.status)
            self.assertIn(said, reply.body)
            self.assertIn('KEPT', reply.body)
        self.assertEqual([], self.relayed())

    def test_course_asks_at_once_or_after_a_yes(self):
        self.tell()
        self.serve(courses=[{'subject': 'git',
                             'generated_questions': 'after_review'}])
        page = self.author.get(PAGE).body
        self.assertEqual(['databases', 'git'], re.findall(
            r'name="course" value="(\w+)"', page))
        self.assertEqual(['at_once', 'after_review'], re.findall(
            r'selected="selected" value="(a(?!llowed)\w+)"', page))
        reply = self.author.follow(self.author.post(PAGE, {
            'course': 'databases', 'generated_questions': 'after_review'}))
        self.assertIn(u'\u2197'.encode('ascii', 'xmlcharrefreplace'),
                      reply.body.encode('ascii', 'xmlcharrefreplace'))
        self.assertEqual(2, len(re.findall(
            r'selected="selected" value="after_review"', reply.body)))
        (event,) = self.relayed()
        self.assertEqual(
            ('CourseChanged.v1', ['authors'], {
                'subject': 'databases', 'language_models': 'allowed',
                'graded_examples': 'used', 'daily_budget_usd': None,
                'generated_questions': 'after_review'}),
            (event['detail_type'], event['groups'], event['data']))

    def test_what_was_said_of_a_course_is_said_anew_with_each_change(self):
        self.tell()
        self.serve()
        self.author.post(PAGE, {
            'course': 'databases', 'generated_questions': 'after_review',
            'language_models': 'refused', 'graded_examples': 'unused',
            'daily_budget_usd': '$2,50'})
        self.author.post(PAGE, {'course': 'databases',
                                'language_models': 'allowed'})
        self.author.post(PAGE, {'course': 'git', 'daily_budget_usd': ''})
        first, second, other = [event['data'] for event in self.relayed()]
        self.assertEqual({
            'subject': 'databases', 'generated_questions': 'after_review',
            'language_models': 'refused', 'graded_examples': 'unused',
            'daily_budget_usd': 2.5}, first)
        self.assertEqual(dict(first, language_models='allowed'), second)
        self.assertEqual(('allowed', None), (other['language_models'],
                                             other['daily_budget_usd']))
        page = self.author.get(PAGE).body
        self.assertIn('name="daily_budget_usd" value="2.5"', page)
        self.assertEqual(1, page.count('selected="selected" value="unused"'))

    def test_course_that_another_author_changed_meanwhile_stays_as_it_is(self):
        self.serve(courses=[{'subject': 'git',
                             'generated_questions': 'at_once'}])
        page = self.author.get(PAGE).body
        seen = re.search(r'value="git" />\s*<input type="hidden" '
                         r'name="seen" value="(\d+)"', page).group(1)
        first = {'course': 'git', 'daily_budget_usd': '2', 'seen': seen}
        self.author.post(PAGE, first)
        reply = self.author.post(PAGE, {'course': 'git', 'seen': seen,
                                        'language_models': 'refused'})
        self.assertIn('Another author has changed git',
                      self.author.follow(reply).body)
        (event,) = self.relayed()
        self.assertEqual(('allowed', 2.0), (event['data']['language_models'],
                         event['data']['daily_budget_usd']))

    def test_course_form_that_will_not_do_is_refused(self):
        self.serve()
        for subject, choice in (('', 'at_once'), ('x', 'odd'),
                                ('x' * 101, 'at_once')):
            reply = self.author.post(PAGE, {'course': subject,
                                            'generated_questions': choice})
            self.assertIn('lease ', self.author.follow(reply).body)
        for said in ('-1', 'nan', 'much', '1000001'):
            reply = self.author.post(PAGE, {'course': 'x',
                                            'daily_budget_usd': said})
            self.assertIn('a number of US', self.author.follow(reply).body)
        self.assertEqual([], self.relayed())

    def test_unknown_question_is_404(self):
        self.gateway.replies[ROUTE + '/' + QUESTION] = 404
        self.assertEqual(404, self.author.get(PAGE + '/' + QUESTION).status)
        self.assertEqual(404, self.author.get(PAGE + '/x').status)

    def test_gateway_that_is_away_loses_no_decision(self):
        self.gateway.replies['/api/v1/relay'] = 503
        self.serve(made())
        self.assertIn('sent: approved',
                      self.author.follow(self.decide()).body)
        kept = self.env.db_query("SELECT data FROM learning_outbox WHERE "
                                 "echoed IS NULL")
        self.assertEqual('approved', json.loads(kept[0][0])['decision'])

    def test_service_that_is_away_is_said_in_words(self):
        self.gateway.replies[ROUTE] = 503
        self.assertIn('role="alert"', self.author.get(PAGE).body)


if __name__ == '__main__':
    unittest.main()
