# -*- coding: utf-8 -*-
"""The concepts that a question names: typed, proposed, kept and published."""

import json
import re
import time
import unittest

from learning.material.events import document_id_of
from learning.questions import named_concepts
from learning.questions.named_concepts import MAX_CONCEPTS
from learning.tests.draft_case import NEW, DraftTestCase, number_in
from learning.tests.material_case import API, DOCUMENT, chunk

COURSE = 'databases'
PASSAGE = '5f1d6a2c9e0b4d7f-5f1d6a2c9e0b4d7f'
SOURCE = 'learning/passage/%s/%s' % (DOCUMENT, PASSAGE)
PREVIEW = '/trac/learning/question/preview'


class NamedConceptsCase(DraftTestCase):

    def setUp(self):
        super(NamedConceptsCase, self).setUp()
        self.tell()
        self.serve('isolation level', 'lock', 'transaction')
        self.teach({PASSAGE: 'isolation level', 'c2': 'transaction'})
        self.gateway.replies['%s/%s/passages/%s' % (
            API, DOCUMENT, PASSAGE)] = 200, {'content': 'It is said here.'}

    def serve(self, *names, **more):
        """What the course teaches."""
        self.gateway.replies[API + '/concepts'] = 200, dict({
            'subjects': [COURSE], 'subject': COURSE, 'names': [],
            'concepts': [{'name': name, 'chunks': 1, 'aliases': []}
                         for name in names]}, **more)

    def teach(self, chunks, document=DOCUMENT):
        """What the passages of a document teach."""
        self.gateway.replies['%s/%s' % (API, document)] = 200, {
            'document': document, 'chunks': [
                chunk(n, 'Text', id=ident, concept=concept)
                for n, (ident, concept) in enumerate(chunks.items())],
            'concepts': sorted(set(filter(None, chunks.values())))}

    def form(self, **more):
        return super(NamedConceptsCase, self).form(**dict(
            {'course': COURSE}, **more))

    def typed(self, page):
        """Names in the lines of a form, without the empty ones."""
        return filter(None, re.findall(
            r'name="concept_\d+" value="([^"]*)"', page))

    def proposed(self, page):
        return re.findall(r'name="name_concept" value="([^"]*)"', page)

    def offered(self, page):
        """Names that are offered while one types."""
        return re.findall('<option value="([^"]*)"', page.split(
            '"concept-names"')[-1].partition('</datalist>')[0])

    def cite(self, href=SOURCE, **more):
        """The page of a form with this source."""
        return self.send(preview='1', title_0='Levels', href_0=href,
                         **more).body


class KeptTestCase(NamedConceptsCase):

    def test_names_are_kept_published_and_shown_again(self):
        ticket = number_in(self.send(
            concept_0=' isolation   level ', concept_2='lock',
            concept_3='lock'))
        self.assertEqual(['isolation level', 'lock'],
                         self.released(ticket).concepts)
        self.assertEqual(['isolation level', 'lock'],
                         self.gateway.bodies('/api/v1/questions')[-1][
                             'concepts'])
        page = self.author.get(self.address(ticket)).body
        self.assertEqual(['isolation level', 'lock'], self.typed(page))
        self.assertIn('Who passes has mastered:', page)

    def test_edit_that_takes_them_out_publishes_none(self):
        ticket = number_in(self.send(concept_0='lock'))
        self.assertEqual(303, self.send(self.address(ticket),
                                        revision='1').status)
        self.assertEqual([], self.released(ticket).concepts)
        self.assertEqual([], self.gateway.bodies('/api/v1/questions')[-1][
            'concepts'])

    def test_draft_keeps_them_until_it_is_released(self):
        ticket = self.draft(concept_0='lock', course='')
        page = self.author.get(self.address(ticket)).body
        self.assertEqual(['lock'], self.typed(page))
        self.assertIsNone(self.released(ticket))
        self.send(self.address(ticket), draft_revision='1', concept_0='lock')
        self.assertEqual(['lock'], self.released(ticket).concepts)

    def test_draft_and_question_from_before_there_were_any_have_none(self):
        draft = self.draft()
        said, = self.env.db_query("SELECT question FROM learning_draft")[0]
        said = {name: value for name, value in json.loads(said).items()
                if name != 'concepts'}
        released = number_in(self.send())
        with self.env.db_transaction as db:
            db("UPDATE learning_draft SET question=%s", (json.dumps(said),))
            db("UPDATE learning_question SET concepts=NULL")
        for ticket in (draft, released):
            reply = self.author.get(self.address(ticket))
            self.assertEqual((200, []), (reply.status,
                                         self.typed(reply.body)))

    def test_form_has_two_spare_lines_and_ten_at_most(self):
        def lines(**more):
            return len(re.findall('name="concept_', self.send(
                preview='1', **more).body))
        self.assertEqual(2, lines())
        self.assertEqual(4, lines(concept_0='a', concept_1='b'))
        self.assertEqual(MAX_CONCEPTS, lines(**{
            'concept_%d' % n: 'c%d' % n for n in range(MAX_CONCEPTS)}))

    def test_what_will_not_do_is_refused_and_stays_in_the_form(self):
        for wrong, said in (({'course': ''}, 'name the course, too'),
                            ({'concept_0': 'x' * 301}, '300 is the most')):
            reply = self.send(**dict({'concept_0': 'lock'}, **wrong))
            self.assertEqual(400, reply.status)
            self.assertIn(said, reply.body)
            self.assertEqual([wrong.get('concept_0', 'lock')],
                             self.typed(reply.body))


class ProposedTestCase(NamedConceptsCase):

    def test_cited_passage_proposes_its_concept(self):
        self.assertEqual(['isolation level'], self.proposed(self.cite()))
        self.assertEqual([], self.proposed(self.cite(
            concept_0='Isolation Level')), 'it is named')

    def test_document_proposes_its_concepts_where_they_are_few(self):
        href = 'learning/material/' + DOCUMENT
        self.assertEqual(['isolation level', 'transaction'],
                         self.proposed(self.cite(href)))
        self.teach({'c%d' % n: 'concept %d' % n for n in range(6)})
        self.assertEqual([], self.proposed(self.cite(href)))

    def test_wiki_page_that_is_material_proposes_its_concepts(self):
        document = document_id_of('Course/Locks')
        self.write('Course/Locks', 'A lock keeps others out.')
        self.tell(document=document, name='Course/Locks', origin='wiki')
        self.teach({'c1': 'lock'}, document)
        self.assertEqual(['lock'], self.proposed(self.cite(
            'wiki/Course/Locks')))

    def test_source_of_another_course_or_of_none_proposes_nothing(self):
        self.tell(document=document_id_of('Other'), subject='git')
        for href, course in ((SOURCE, 'git'), (SOURCE, 'Mine'),
                             ('https://example.org/', COURSE),
                             ('wiki/Nowhere', COURSE)):
            self.assertEqual([], self.proposed(self.cite(
                href, course=course)), (href, course))

    def test_proposal_is_taken_over_without_a_script(self):
        page = self.send(name_concept='isolation level', concept_0='lock',
                         title_0='Levels', href_0=SOURCE).body
        self.assertEqual(['lock', 'isolation level'], self.typed(page))
        self.assertEqual([], self.proposed(page))
        self.assertIn('What is a zebra?</textarea>', page)

    def test_concepts_of_the_course_are_offered_while_one_types(self):
        page = self.author.get(NEW + '?course=' + COURSE).body
        self.assertEqual(['isolation level', 'lock', 'transaction'],
                         self.offered(page))

    def test_name_that_the_material_does_not_have_is_told_and_kept(self):
        self.serve('isolation level', names=[
            {'concept': 'levels', 'decision': 'rename',
             'to': 'isolation level'},
            {'concept': 'phantom', 'decision': 'merge',
             'to': 'isolation level'}])
        page = self.send(preview='1', concept_0='ISOLATION level',
                         concept_1='levels', concept_2='phantom').body
        self.assertEqual(['phantom'], re.findall(
            r'no concept of the name (\w+)\.', page))
        self.assertEqual(303, self.send(concept_0='phantom').status)

    def test_services_that_are_away_hinder_nothing(self):
        self.gateway.replies[API + '/concepts'] = 503
        page = self.cite(concept_0='lock')
        self.assertIn('cannot be said just now', page)
        self.assertEqual((['lock'], []), (self.typed(page),
                                          self.proposed(page)))
        self.assertEqual(303, self.send(concept_0='lock').status)

    def cite_slow(self, seconds, count=4):
        """The page of a form with so many documents, each as slow; how many
        of them were asked for."""
        cited, asked = {}, []
        for n in range(count):
            document = document_id_of('Slow/%d' % n)
            self.tell(document=document)
            cited['title_%d' % n] = 'Slow'
            cited['href_%d' % n] = 'learning/material/' + document

            def answer(_body, n=n):
                asked.append(n)
                time.sleep(seconds)
                return 200, {'chunks': [], 'concepts': ['slow %d' % n]}
            self.gateway.replies['%s/%s' % (API, document)] = answer
        return self.send(preview='1', concept_0='zebra', **cited).body, asked

    def test_form_waits_for_all_sources_together_and_says_what_is_missing(
            self):
        self.addCleanup(setattr, named_concepts, 'TIMEOUT_S',
                        named_concepts.TIMEOUT_S)
        named_concepts.TIMEOUT_S = 1.0
        page, asked = self.cite_slow(0.6)
        self.assertLess(len(asked), 4)
        self.assertEqual([], self.proposed(page))
        self.assertIn('What its sources teach cannot be said just now', page)
        self.assertIn('no concept of the name zebra', page)
        self.assertIn('lock', self.offered(page))

    def test_sources_that_answer_in_time_propose_all_of_theirs(self):
        page, asked = self.cite_slow(0)
        self.assertEqual(['slow %d' % n for n in asked], self.proposed(page))
        self.assertEqual(4, len(asked))
        self.assertNotIn('cannot be said just now', page)

    def test_names_of_the_material_are_escaped(self):
        self.teach({PASSAGE: '<b>"x"</b>'})
        self.serve('<i>')
        page = self.cite(concept_0='<u>')
        for said in ('<b>', '<i>', '<u>'):
            self.assertNotIn(said, page)


class PreviewTestCase(NamedConceptsCase):

    def preview(self, **more):
        reply = self.author.post(PREVIEW, self.form(
            title_0='Levels', href_0=SOURCE, **more),
            HTTP_ACCEPT='application/json')
        self.assertEqual(200, reply.status)
        return json.loads(reply.body)

    def test_script_is_told_proposals_when_it_asks_for_them(self):
        self.assertNotIn('concepts', self.preview())
        asked = [path for _, path, _, _ in self.gateway.requests]
        self.assertNotIn(API + '/concepts', ' '.join(asked))
        said = self.preview(concepts='1')
        self.assertEqual(['isolation level'], self.proposed(said['concepts']))

    def test_script_is_told_the_concepts_of_the_course_that_was_typed(self):
        self.assertEqual([], self.offered(self.author.get(NEW).body))
        said = self.preview(concepts='1')['concepts']
        self.assertEqual(['isolation level', 'lock', 'transaction'],
                         self.offered(said))
        said = self.preview(concepts='1', course='Mine')['concepts']
        self.assertEqual((1, []), (said.count('<datalist'),
                                   self.offered(said)))

    def test_only_messages_are_spoken_and_all_else_stands_beside_them(self):
        said = self.preview(concepts='1', concept_0='zebra')['concepts']
        for page in (said, self.cite(concept_0='zebra')):
            spoken, = re.findall(
                r'<div id="concept-news" role="status">(.*?)</div>', page,
                re.S)
            self.assertIn('no concept of the name zebra', spoken)
            self.assertNotIn('<button', spoken)
            self.assertNotIn('<option', spoken)
            self.assertEqual(['isolation level'], self.proposed(page))
        self.assertEqual(['concept-names', 'proposed-concepts',
                          'concept-news'], re.findall(' id="([^"]*)"', said))

    def test_preview_says_what_passing_masters(self):
        self.assertNotIn('Who passes', self.preview()['html'])
        self.assertIn('Who passes has mastered: <span dir="auto">lock</span>',
                      self.preview(concept_0='lock')['html'])


if __name__ == '__main__':
    unittest.main()
