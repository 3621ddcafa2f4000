# -*- coding: utf-8 -*-
"""What needs what: shown, drawn, and decided by authors."""

import unittest
from xml.etree import ElementTree

from learning.material import chart
from learning.tests.material_case import API, DOCUMENT, MaterialTestCase

PAGE = '/trac/learning/concepts'
ROUTE = API + '/concepts'
EVIL = u'a"\\N\\" <b>&\xe9;]}'


def edge(concept, prerequisite, decision=None, evidence=(), **more):
    return dict({'concept': concept, 'prerequisite': prerequisite,
                 'weight': .8, 'decision': decision, 'state': 'agreed',
                 'evidence': list(evidence)}, **more)


class ConceptsTestCase(MaterialTestCase):

    def serve(self, *edges, **more):
        self.gateway.replies[ROUTE] = 200, dict({
            'subjects': ['databases'], 'subject': 'databases',
            'edges': list(edges), 'cycles': [],
            'concepts': [{'name': 'level', 'chunks': 2},
                         {'name': EVIL, 'chunks': 1}]}, **more)

    def test_edges_with_their_evidence(self):
        self.serve(edge('level', EVIL, evidence=[
            {'kind': 'definition', 'document': DOCUMENT, 'chunk': 'c1',
             'text': 'A <level> is.'},
            {'kind': 'first_use', 'document': DOCUMENT, 'chunk': 'c1',
             'text': 'A <level> is.'},
            {'kind': 'odd_new_kind', 'document': 'x', 'chunk': None,
             'text': None}]), edge('b', 'level', 'removed'))
        page = self.author.get(PAGE).body
        for said in ('A &lt;level&gt; is.', 'odd new kind',
                     '%s?chunk=c1#chunk-c1">definition, first use</a>'
                     % DOCUMENT,
                     'found in the material', u'\u2717</span> removed',
                     u'a&#34;\\N\\&#34; &lt;b&gt;&amp;\xe9;]}'):
            self.assertIn(said, page)
        self.assertNotIn('<b>', page)
        self.assertEqual(1, page.count('A &lt;level&gt; is.'))
        self.assertEqual(2, page.count('value="undecide"') +
                         page.count('value="confirm"'))

    def test_suggestions_stand_apart_with_the_best_first(self):
        self.serve(edge('join', 'key'),
                   edge('log', 'page', state='suggested', weight=.35),
                   edge('lock', 'row', state='suggested', weight=.5,
                        evidence=[{'kind': 'first_use', 'document': DOCUMENT,
                                   'chunk': 'c1', 'text': 'Rows wait.'}]),
                   edge('view', 'query', 'removed', state='suggested'))
        page = self.author.get(PAGE).body
        agreed, suggested = page.split('id="suggestions-title"')
        for name in ('join', 'view'):
            self.assertIn('<span dir="auto">%s</span>' % name, agreed)
        self.assertNotIn('<span dir="auto">log</span>', agreed)
        self.assertLess(suggested.index('<span dir="auto">lock</span>'),
                        suggested.index('<span dir="auto">log</span>'))
        self.assertIn('Rows wait.', suggested)
        self.assertEqual(2, suggested.count('value="confirm"'))

    def test_a_circle_is_reported(self):
        self.serve(cycles=[['a', 'b', 'c']])
        self.assertIn('a needs b needs c needs a',
                      self.author.get(PAGE).body)

    def test_one_of_several_subjects(self):
        self.serve(subjects=['databases', 'git'], subject='git')
        page = self.author.get(PAGE).body
        self.assertIn('<option selected="selected" value="git">', page)
        self.author.get(PAGE + '?subject=git')
        self.assertTrue(self.gateway.requests[-1][1].endswith('?subject=git'))

    def test_an_author_decides(self):
        self.serve()
        self.gateway.replies[ROUTE + '/edges'] = 200, edge('a', 'b')
        for decision, said in (('confirm', 'Confirmed.'),
                               ('remove', 'Removed.'), ('add', 'Added.'),
                               ('undecide', 'The decision is undone.')):
            reply = self.author.post(PAGE, {
                'subject': 'databases', 'concept': ' a ', 'prerequisite': 'b',
                'decision': decision})
            self.assertIn(said, self.author.follow(reply).body)
            self.assertEqual(
                {'subject': 'databases', 'concept': 'a', 'prerequisite': 'b',
                 'decision': decision},
                list(self.asked('POST', ROUTE + '/edges'))[-1])

    def test_refusals_in_words(self):
        self.serve()
        for form, said in (
                ({'concept': ''}, 'Please name both concepts.'),
                ({'concept': 'x' * 201}, '200 is the most'),
                ({'decision': 'explode'}, 'choose a subject'),
                ({'subject': ''}, 'choose a subject')):
            reply = self.author.post(PAGE, dict({
                'subject': 's', 'concept': 'a', 'prerequisite': 'b',
                'decision': 'add'}, **form))
            self.assertIn(said, self.author.follow(reply).body)
        self.assertEqual([], list(self.asked('POST', ROUTE + '/edges')))
        self.gateway.replies[ROUTE + '/edges'] = 400, {
            'message': 'It would close a circle.'}
        reply = self.author.post(PAGE, {
            'subject': 's', 'concept': 'a', 'prerequisite': 'b',
            'decision': 'add'})
        self.assertIn('It would close a circle.',
                      self.author.follow(reply).body)

    def test_without_the_gateway(self):
        self.gateway.replies[ROUTE] = 503, {}
        page = self.author.get(PAGE)
        self.assertEqual(200, page.status)
        self.assertIn('cannot be reached just now', page.body)

    def test_nothing_yet(self):
        self.serve(subjects=[], subject=None, concepts=[])
        self.assertIn('teaches nothing yet', self.author.get(PAGE).body)


class ChartTestCase(MaterialTestCase):

    def test_names_are_data_and_nothing_else(self):
        names = [EVIL, '<<b>x</b>>', u'\\', '%s', 'node', 'a:b:n', 'x' * 500]
        edges = [edge(name, 'start') for name in names]
        svg = chart.draw_map(self.env, [], edges)
        if svg is None:
            self.skipTest("There is no GraphViz here.")
        tree = ElementTree.fromstring(svg.encode('utf-8'))
        texts = {node.text for node in tree.iter()
                 if node.tag.endswith('text')}
        self.assertEqual({chart.shorten_label(name)
                          for name in names + ['start']},
                         {text.replace(u'\xa0', ' ') for text in texts})
        self.assertNotIn('<b>', svg)
        self.assertNotIn('<a ', svg)

    def test_removed_edges_are_not_drawn(self):
        self.assertIsNone(chart.draw_map(self.env, ['a'],
                                         [edge('a', 'b', 'removed')]))

    def test_a_crowd_is_not_drawn(self):
        self.assertIsNone(chart.draw_map(self.env, [], [
            edge('a%d' % n, 'b') for n in range(chart.MAX_NODES + 1)]))

    def test_page_without_the_package_graphviz_has_the_table_alone(self):
        self.addCleanup(setattr, chart, 'graphviz', chart.graphviz)
        chart.graphviz = None
        self.gateway.replies[ROUTE] = 200, {
            'subjects': ['s'], 'subject': 's', 'cycles': [], 'concepts': [],
            'edges': [edge('level', 'row')]}
        page = self.author.get(PAGE)
        self.assertEqual(200, page.status)
        self.assertIn('found in the material', page.body)
        self.assertNotIn('<svg', page.body)

    def test_without_graphviz_there_is_only_the_table(self):
        popen, chart.subprocess.Popen = chart.subprocess.Popen, missing
        try:
            self.assertIsNone(chart.draw_map(self.env, [], [edge('a', 'b')]))
        finally:
            chart.subprocess.Popen = popen


def missing(*args, **kw):
    raise OSError(2, 'No such file')


if __name__ == '__main__':
    unittest.main()
