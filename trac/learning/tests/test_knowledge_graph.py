# -*- coding: utf-8 -*-
"""The macro that shows what needs what."""

import unittest

from trac.test import MockRequest
from trac.web.chrome import web_context
from trac.wiki.formatter import format_to_html
from trac.wiki.model import WikiPage

from learning.paths.graph_macro import join_steps
from learning.tests.path_case import OTHER_PATH, PATH, step, steps
from learning.tests.test_concepts import ROUTE, edge
from learning.tests.test_path_accept import AcceptTestCase
from learning.tests.test_paths import ADA, PAGE


def described(n, ticket, state='ready', needs=()):
    """A step as the view describes it."""
    return {'n': n, 'ticket': ticket, 'title': 'T%d' % ticket,
            'state': state, 'symbol': state[0], 'word': state,
            'needs': [{'n': need, 'title': '?'} for need in needs]}


class JoinedStepsTestCase(unittest.TestCase):

    def test_ticket_of_two_paths_is_one_step_with_the_needs_of_both(self):
        joined = join_steps([
            [described(1, 51), described(2, 52, 'locked', (1,))],
            [described(1, 53, 'done'), described(2, 52, 'ready', (1,)),
             described(3, 54, 'locked', (2,))]])
        self.assertEqual([
            (1, 51, 'ready', []), (2, 52, 'ready', [1, 3]),
            (3, 53, 'done', []), (4, 54, 'locked', [2])], [
                (s['n'], s['ticket'], s['state'], [n['n'] for n in
                                                   s['needs']])
                for s in joined])
        self.assertEqual('T51', joined[1]['needs'][0]['title'])

    def test_same_need_in_both_is_one(self):
        path = [described(1, 51), described(2, 52, 'locked', (1,))]
        self.assertEqual([1], [n['n'] for n in join_steps(
            [path, path])[1]['needs']])

    def test_need_without_a_ticket_is_none(self):
        self.assertEqual([], join_steps(
            [[described(2, 52, 'ready', (1,))]])[0]['needs'])


class GraphTestCase(AcceptTestCase):

    def render(self, text, browser=None):
        page = WikiPage(self.env, 'Graph')
        page.text = text + u'\n%d' % (page.version + 1)
        page.save('author@demo.test', '')
        reply = (browser or self.ada).get('/trac/wiki/Graph')
        self.assertEqual(200, reply.status)
        self.assertNotIn('<div class="system-message"', reply.body)
        return reply.body


class LearnerTestCase(GraphTestCase):

    def test_learner_sees_the_steps_of_all_accepted_paths(self):
        tickets = self.accepted()
        self.answer(tickets[1], score=0.9)
        self.tell(ADA, path=OTHER_PATH, steps=steps(OTHER_PATH)[:1] + [
            step(2, 'deadlock', (1,), OTHER_PATH)])
        self.accept(OTHER_PATH, keep=(1,))
        body = self.render('[[KnowledgeGraph]]')
        self.assertEqual(1, body.count('ticket/%d#learning" dir="auto">'
                                       'Transaction' % tickets[1]))
        for words in ('Isolation', 'Lock', 'done', 'ready',
                      'Comes after:', '1. Transaction'):
            self.assertIn(words, body)
        self.assertNotIn('Deadlock', body)
        self.assertEqual([], [at for _, at, _, _ in self.gateway.requests
                              if at.startswith(ROUTE)])

    def test_graph_of_one_subject_shows_its_steps_alone(self):
        self.accepted()
        self.env.db_transaction(
            "INSERT INTO learning_material (document, subject) "
            "VALUES ('0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11', 'Databases')")
        for macro in ('subject=Databases', 'Databases'):
            self.assertIn('Isolation', self.render('[[KnowledgeGraph(%s)]]'
                                                   % macro))
        self.assertIn('no accepted learning path', self.render(
            '[[KnowledgeGraph(subject=Cooking)]]'))

    def test_proposed_and_given_up_paths_are_not_there(self):
        self.tell(ADA)
        self.assertIn('no accepted learning path',
                      self.render('[[KnowledgeGraph]]'))
        self.accept()
        self.ada.post(PAGE + PATH + '/give_up')
        self.assertIn('no accepted learning path',
                      self.render('[[KnowledgeGraph]]'))

    def test_learner_without_paths_sees_no_steps_of_others(self):
        self.accepted()
        body = self.render('[[KnowledgeGraph]]', self.bob)
        self.assertIn('no accepted learning path', body)
        self.assertNotIn('Isolation', body)

    def test_where_nobody_is_signed_in_nothing_is_shown(self):
        context = web_context(MockRequest(self.env))
        self.assertIn('Sign in to see', format_to_html(
            self.env, context, '[[KnowledgeGraph]]'))


class AuthorTestCase(GraphTestCase):

    def serve(self, *edges, **more):
        self.gateway.replies[ROUTE] = 200, dict({
            'subjects': ['databases'], 'subject': 'databases',
            'edges': list(edges), 'cycles': [],
            'concepts': [{'name': 'level', 'chunks': 2}]}, **more)

    def test_author_sees_the_graph_of_the_material(self):
        self.serve(edge('level', u'<b>'), edge('gone', 'level', 'removed'))
        body = self.render('[[KnowledgeGraph(databases)]]', self.author)
        self.assertIn('level needs &lt;b&gt;', body)
        self.assertNotIn('gone needs', body)
        (at,) = {at for _, at, _, _ in self.gateway.requests
                 if at.startswith(ROUTE)}
        self.assertTrue(at.endswith('?subject=databases'))

    def test_nothing_and_trouble_are_said(self):
        self.serve()
        self.assertIn('says of nothing here', self.render(
            '[[KnowledgeGraph]]', self.author))
        self.gateway.replies[ROUTE] = 503
        body = self.render('[[KnowledgeGraph]]', self.author)
        self.assertNotIn('needs', body)
        self.assertIn('(', body)

    def test_macro_says_what_it_takes(self):
        self.assertIn('the material&#39;s graph is for authors',
                      self.render('[[MacroList(KnowledgeGraph)]]').replace(
                          '\n', ' ').replace("'", '&#39;'))


if __name__ == '__main__':
    unittest.main()
