# -*- coding: utf-8 -*-
"""What needs what: shown, drawn, and decided by authors."""

import json
import unittest
from xml.etree import ElementTree

from learning.concepts import chart
from learning.tests.material_case import API, DOCUMENT, MaterialTestCase

PAGE = '/trac/learning/concepts'
ROUTE = API + '/concepts'
EVIL = u'a"\\N\\" <b>&\xe9;]}'


def edge(concept, prerequisite, decision=None, evidence=(), **more):
    return dict({'concept': concept, 'prerequisite': prerequisite,
                 'weight': .8, 'decision': decision, 'state': 'agreed',
                 'evidence': list(evidence)}, **more)


def suggested(concept, prerequisite, weight):
    return edge(concept, prerequisite, weight=weight, state='suggested',
                evidence=[{'kind': 'link', 'document': DOCUMENT,
                           'chunk': 'c1', 'text': 'See <%s>.' % concept}])


class ConceptsTestCase(MaterialTestCase):

    def serve(self, *edges, **more):
        self.gateway.replies[ROUTE] = 200, dict({
            'subjects': ['databases'], 'subject': 'databases',
            'edges': list(edges), 'cycles': [],
            'concepts': [{'name': 'level', 'chunks': 2},
                         {'name': EVIL, 'chunks': 1}]}, **more)

    def test_edges_are_listed_with_their_evidence(self):
        self.serve(edge('level', EVIL, evidence=[
            {'kind': 'definition', 'document': DOCUMENT, 'chunk': 'c1',
             'text': 'A <level> is.'},
            {'kind': 'first_use', 'document': DOCUMENT, 'chunk': 'c1',
             'text': 'A <level> is.'},
            {'kind': 'odd_new_kind', 'document': 'x', 'chunk': None,
             'text': None}]), edge('b', 'level', 'removed'))
        page = self.author.get(PAGE).body
        for said in ('A &lt;level&gt; is.', 'odd new kind',
                     '%s?chunk=c1#c1">definition, first use</a>'
                     % DOCUMENT,
                     u'\u2717</span> removed',
                     u'a&#34;\\N\\&#34; &lt;b&gt;&amp;\xe9;]}'):
            self.assertIn(said, page)
        self.assertNotIn('<b>', page)
        self.assertEqual(1, page.count('A &lt;level&gt; is.'))
        self.assertEqual(1, page.count('data-name="Status"'))
        self.assertEqual(2, page.count('value="undecide"') +
                         page.count('value="confirm"'))

    def test_circle_of_concepts_is_reported(self):
        self.serve(cycles=[['a', 'b', 'c']])
        self.assertIn('a needs b needs c needs a',
                      self.author.get(PAGE).body)

    def test_subject_that_is_chosen_is_asked_for(self):
        self.serve(subjects=['databases', 'git'], subject='git')
        page = self.author.get(PAGE).body
        self.assertIn('<option selected="selected" value="git">', page)
        self.author.get(PAGE + '?subject=git')
        self.assertTrue(self.gateway.requests[-1][1].endswith('?subject=git'))

    def test_decision_of_an_author_goes_to_the_api_and_is_said(self):
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

    def test_edge_form_that_will_not_do_is_refused_in_words(self):
        self.serve()
        for form, said in (
                ({'concept': ''}, 'Please name a concept.'),
                ({'prerequisite': ' '}, 'Please fill in both names.'),
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

    def test_suggestions_stand_apart_the_likeliest_first(self):
        self.serve(suggested('level', 'row', .3), edge('b', 'level'),
                   suggested('page', 'row', .5),
                   edge('c', 'row', 'removed', state='suggested'))
        page = self.author.get(PAGE).body
        apart = page.partition('<section aria-labelledby="sugg')[2]
        apart, _, table = apart.partition('</section>')
        self.assertIn('See &lt;level&gt;.', apart)
        self.assertNotIn('See &lt;', table)
        self.assertIn('(2)', apart)
        self.assertLess(0, apart.index('page needs row'),
                        apart.index('level needs row'))
        self.assertEqual((2, 2, 0), tuple(
            apart.count('value="%s" aria-label' % decision)
            for decision in ('confirm', 'remove', 'undecide')))
        self.assertIn('"undecide" aria-label="Undo: c needs row"', table)
        self.assertIn('js/suggestions.js', page)
        self.assertIn('id="suggestions-keys" hidden="hidden"', apart)

    def test_without_suggestions_there_is_no_such_list(self):
        self.serve(edge('b', 'level'))
        self.assertNotIn('learning-suggestion',
                         self.author.get(PAGE).body)

    def test_a_suggestion_is_decided_without_a_script(self):
        self.serve()
        self.gateway.replies[ROUTE + '/edges'] = 200, edge('a', 'b')
        reply = self.author.post(PAGE, {
            'subject': 'databases', 'concept': 'a', 'prerequisite': 'b',
            'decision': 'confirm', 'suggestion': '1'})
        self.assertTrue(reply.headers['Location'].endswith(
            '/learning/concepts?subject=databases#suggestions'))

    def test_a_script_is_told_in_words(self):
        self.serve()
        form = {'subject': 'databases', 'concept': 'a', 'prerequisite': 'b',
                'decision': 'remove', 'suggestion': '1'}
        script = {'HTTP_X_REQUESTED_WITH': 'XMLHttpRequest'}
        self.gateway.replies[ROUTE + '/edges'] = 200, edge('a', 'b')
        reply = self.author.post(PAGE, form, **script)
        self.assertEqual((200, {'message': 'Removed.'}),
                         (reply.status, json.loads(reply.body)))
        self.gateway.replies[ROUTE + '/edges'] = 409, {'message': 'No.'}
        reply = self.author.post(PAGE, form, **script)
        self.assertEqual((409, {'message': 'No.'}),
                         (reply.status, json.loads(reply.body)))
        self.assertNotIn('No.', self.author.get(PAGE).body)

    def test_names_that_authors_gave_are_listed(self):
        self.serve(concepts=[
            {'name': 'level', 'chunks': 2, 'aliases': ['<grade>', 'step']},
            {'name': 'row', 'chunks': 1, 'aliases': []}], names=[
            {'concept': '<grade>', 'decision': 'rename', 'to': 'level'},
            {'concept': 'step', 'decision': 'merge', 'to': 'level'}])
        page = self.author.get(PAGE).body
        self.assertIn('&lt;grade&gt;, step</span>', page)
        self.assertEqual(1, page.count('also:'))
        self.assertIn('&lt;grade&gt; is called level</span>', page)
        self.assertIn('aria-label="Undo: step is a part of level"', page)
        self.assertIn('name="concept" value="step"', page)

    def test_an_author_renames_merges_and_undoes(self):
        self.serve()
        self.gateway.replies[ROUTE + '/names'] = 200, {'name': 'a'}
        for form, said in (({'decision': 'rename', 'to': ' b '}, 'Renamed.'),
                           ({'decision': 'merge', 'to': 'b'}, 'Merged.'),
                           ({'decision': 'undo'}, 'has its own name again')):
            reply = self.author.post(PAGE, dict(
                {'subject': 'databases', 'concept': ' a '}, **form))
            self.assertIn(said, self.author.follow(reply).body)
            expected = {'subject': 'databases', 'concept': 'a',
                        'decision': form['decision']}
            if 'to' in form:
                expected['to'] = 'b'
            self.assertEqual(expected, list(self.asked(
                'POST', ROUTE + '/names'))[-1])

    def test_name_form_that_will_not_do_is_refused_in_words(self):
        self.serve()
        for form, said in (({'concept': ''}, 'Please name a concept.'),
                           ({'to': '  '}, 'Please fill in both names.'),
                           ({'to': 'x' * 201}, '200 is the most'),
                           ({'subject': ''}, 'choose a subject')):
            reply = self.author.post(PAGE, dict({
                'subject': 's', 'concept': 'a', 'to': 'b',
                'decision': 'rename'}, **form))
            self.assertIn(said, self.author.follow(reply).body)
        self.assertEqual([], list(self.asked('POST', ROUTE + '/names')))
        self.gateway.replies[ROUTE + '/names'] = 409, {
            'message': 'The name is taken.'}
        reply = self.author.post(PAGE, {'subject': 's', 'concept': 'a',
                                        'to': 'b', 'decision': 'rename'})
        self.assertIn('The name is taken.', self.author.follow(reply).body)

    def test_decision_of_a_learner_is_403(self):
        self.learner.get('/trac/learning')
        for decision in ('confirm', 'rename'):
            reply = self.learner.post(PAGE, {
                'subject': 's', 'concept': 'a', 'prerequisite': 'b',
                'to': 'b', 'decision': decision})
            self.assertEqual(403, reply.status)
        self.assertEqual([], [path for method, path, _, _ in
                              self.gateway.requests if method == 'POST'])

    def test_page_without_the_gateway_says_so(self):
        self.gateway.replies[ROUTE] = 503, {}
        page = self.author.get(PAGE)
        self.assertEqual(200, page.status)
        self.assertIn('cannot be reached just now', page.body)

    def test_page_without_concepts_says_so(self):
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

    def test_map_of_too_many_concepts_is_not_drawn(self):
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
        self.assertIn('Confirm: level needs row', page.body)
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
