# -*- coding: utf-8 -*-
"""What the plugin really sends, held against what both sides agreed on."""

import io
import json
import os
import subprocess
import unittest

from jsonschema import (Draft4Validator, Draft7Validator, RefResolver,
                        ValidationError)

from trac.wiki.model import WikiPage

from learning import timestamps
from learning.admin.seed import Seed
from learning.answers.appeal import Appeals, read_appeal
from learning.answers.attempt import Attempts
from learning.answers.counting import read_counting
from learning.answers.hint import read_hint
from learning.courses import setting as course_setting
from learning.desk.decision import Answer, Decision, Judgement, grade_id
from learning.desk.decisions import Decisions
from learning.desk.ruling import Ruling, Rulings
from learning.editor.question_page import QuestionForm
from learning.gateway import client
from learning.generated_questions import review as question_review
from learning.generated_questions.dispute import disputed_event
from learning.material import events
from learning.paths.acceptance import Acceptance
from learning.paths.path import Paths, read_path
from learning.paths.path_changes import PathChanges, changed_event
from learning.paths.proposed_step import decline_step, open_proposals
from learning.paths.request import PathRequests, Wish, check_wish
from learning.paths.step import read_steps
from learning.reviews.review import read_review
from learning.sync import cursor, outbox
from learning.sync.derived_state import PHASES, derive_state
from learning.sync.feed import Feed, parse_change
from learning.sync.loop import Sync
from learning.sync.outbox import Outbox
from learning.tests.path_case import told
from learning.tests.question_case import (AUTHOR, LEARNER, RUBRIC, SUBS,
                                          QuestionTestCase, change)
from learning.tests.test_answer import NASTY
from learning.tests.test_seed import COURSE
from learning.users.account import Accounts
from learning.wiki_material.marking import Marking

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__),
                                    '..', '..', '..'))


def read(text):
    """JSON; Python 2.7's patterns do not know `\\u0000` but the character."""
    return json.loads(text.replace('\\\\u0000', '\\u0000'))


def schema(detail_type):
    path = os.path.join(ROOT, 'contracts', 'events', detail_type + '.json')
    with io.open(path, encoding='utf-8') as source:
        return read(source.read())


def example(detail_type, name):
    """The `detail` of a golden example."""
    path = os.path.join(ROOT, 'contracts', 'examples', detail_type,
                        name + '.json')
    with io.open(path, encoding='utf-8') as source:
        return json.load(source)['detail']


def rendered():
    """The REST API as the gateway gets it."""
    return python('-m', 'traclearn_contracts.gateway', 'local')


def told_changes():
    """The feed's changes as `openapi.yaml` shows them."""
    api = python('-c', 'import json, yaml; print(json.dumps('
                 'yaml.safe_load(open("contracts/openapi.yaml"))))')
    reply = api['paths']['/api/v1/changes']['get']['responses']['200']
    return reply['content']['application/json']['example']['changes']


def python(*words):
    """What the workspace's own Python prints, as JSON."""
    program = os.path.join(ROOT, '.venv', 'bin', 'python')
    env = {k: v for k, v in os.environ.items() if not k.startswith('PYTHON')}
    return read(subprocess.check_output((program,) + words, env=env,
                                        cwd=ROOT))


class ContractTestCase(QuestionTestCase):

    @classmethod
    def setUpClass(cls):
        cls.api = rendered()

    def valid(self, path, method, body):
        """Against the very model that refuses bad bodies at the gateway."""
        route = self.api['paths'][path][method]
        model = route['requestBody']['content']['application/json']['schema']
        Draft4Validator(model, resolver=RefResolver.from_schema(
            self.api)).validate(body)

    def wait_in_vain(self):
        """For an hour nothing came back of what was sent."""
        self.env.db_transaction(
            "UPDATE learning_outbox SET created=created-%s, sent=created-%s",
            (3600 * timestamps.SECOND,) * 2)

    def relayed(self):
        self.wait_in_vain()
        Sync(self.env).relay_due()
        bodies = self.gateway.bodies('/api/v1/relay')
        self.assertTrue(bodies)
        for body in bodies:
            self.valid('/api/v1/relay', 'post', body)
            self.event(body['detail_type'], body['data'])
        return bodies

    def event(self, detail_type, data):
        known = schema(detail_type)
        Draft7Validator(known).validate(data)
        self.assertEqual(set(), set(data) - set(known['properties']))

    def test_answer_is_sent_as_the_contract_says(self):
        ticket = self.ticket()
        for text in (NASTY, u'x', u'\U0001f600' * 20000, u'\n ' * 9000 + u'x'):
            self.unheard(ticket)
            self.answer(ticket, text)
            body = json.loads(self.gateway.requests[-1][3])
            self.assertEqual(text, body['data']['answer'])
            self.valid('/api/v1/relay', 'post', body)
        self.assertEqual(text, self.relayed()[-1]['data']['answer'])

    def test_question_is_sent_as_the_contract_says(self):
        ticket = self.ticket()
        for learner in ('', LEARNER):
            self.post(QuestionForm(self.env), AUTHOR,
                      '/learning/question/%d' % ticket, learner=learner,
                      revision='2' if learner else '1', question=u'What?',
                      reference=NASTY, criterion_0=NASTY, label_1=u'Two',
                      criterion_1=u'two', weight_1=u'0,5', title_0=u'Course')
            body = json.loads(self.gateway.requests[-1][3])
            self.assertEqual(learner and SUBS[LEARNER] or None,
                             body['learner'])
            self.valid('/api/v1/questions', 'post', body)
        self.relayed()

    def test_question_with_concepts_is_told_as_the_example_says(self):
        self.check_example('with-concepts')

    def test_question_of_several_references_is_told_as_the_example_says(self):
        self.check_example('several-references')

    def check_example(self, name):
        wanted = example('QuestionPublished.v1', name)['data']
        ticket = self.ticket()
        self.env.db_transaction(
            "UPDATE learning_question SET revision=%s",
            (wanted['revision'] - 1,))
        form = {'%s_%d' % (name, n): unicode(value)
                for key in ('rubric', 'sources')
                for n, line in enumerate(wanted[key])
                for name, value in line.items()}
        for field, key in (('concept', 'concepts'),
                           ('further', 'further_references')):
            form.update({'%s_%d' % (field, n): said
                         for n, said in enumerate(wanted.get(key, []))})
        self.page('Course/Commits', u'A commit.')
        self.post(QuestionForm(self.env), AUTHOR,
                  '/learning/question/%d' % ticket, hint_deduction=u'10',
                  revision=unicode(wanted['revision'] - 1),
                  max_attempts=unicode(wanted['max_attempts']),
                  **dict(form, **{name: wanted[name] for name in (
                      'question', 'reference', 'course', 'counting')}))
        said, = [body['data'] for body in self.relayed()
                 if body['detail_type'] == 'QuestionPublished.v1']
        said['rubric'][1].pop('weight')     # 1, as the contract has it
        self.assertEqual(dict({'concepts': []}, passages=['A commit.'],
                              **dict(wanted, ticket=ticket)), said)

    def test_what_is_no_question_is_not_sent_as_one(self):
        self.answer(self.ticket(), u'x')
        self.wait_in_vain()
        message, = Outbox(self.env).due(10)
        with self.assertRaises(ValueError) as raised:
            client.question_body(message)
        self.assertIn('AnswerSubmitted.v1 has no address of its own',
                      str(raised.exception))

    def test_seeded_question_is_sent_as_the_contract_says(self):
        list(Seed(self.env).load(COURSE))
        self.assertEqual(3, len(self.relayed()))

    def page(self, name, text):
        page = WikiPage(self.env, name)
        page.text = text
        page.save(AUTHOR, '')

    def pages(self):
        return {(body['data']['page'], body['data']['revision']): body
                for body in self.relayed()}

    def test_a_wiki_page_is_told_as_the_examples_say(self):
        account = Accounts(self.env).of_user(AUTHOR)
        changed, deleted, large = [
            example('WikiPageChanged.v1', name)['data']
            for name in ('changed', 'deleted', 'too-large')]
        Marking(self.env).mark_pages('Course/Branches', account)
        for n in range(1, changed['version']):
            self.page(changed['page'], 'draft %d' % n)
        self.page(changed['page'], changed['text'])
        WikiPage(self.env, changed['page']).delete()
        for n in range(1, large['version']):
            self.page(large['page'], 'draft %d' % n)
        self.page(large['page'], 'x' * large['size'])
        Marking(self.env).mark_pages(large['page'], account, large['subject'])
        told = self.pages()
        for data in (changed, deleted, large):
            body = told[data['page'], data['revision']]
            if data['text']:        # the example's is not counted
                data['size'] = len(data['text'])
            self.assertEqual(data, body['data'])
            self.assertEqual((SUBS[AUTHOR], ['authors']),
                             (body['learner'], body['groups']))

    def test_wiki_page_of_any_text_is_sent_as_the_contract_says(self):
        Marking(self.env).mark_pages('W/', Accounts(self.env).of_user(AUTHOR))
        for n, text in enumerate((NASTY, u'', u'\U0001f600' * 19000,
                                  u'x' * 179000, u'x' * 181000,
                                  u'"\\\n' * 30000)):
            self.page('W/%d' % n, text or u' ')
        self.assertEqual(6, len(self.pages()))

    def ask(self, data, ident=''):
        account = Accounts(self.env).of_user(LEARNER)
        wish = check_wish(Wish(data['goal'], str(data.get('difficulty', 3)),
                               str(data.get('minutes', 120))))
        return PathRequests(self.env).submit(account, wish, ident)[0]

    def test_a_path_is_asked_for_as_the_examples_say(self):
        wanted = [example('PathRequested.v1', name)['data']
                  for name in ('plain', 'nasty')]
        wanted += [{'goal': NASTY[:1000]}, {'goal': u'\U0001f600' * 500,
                                           'difficulty': 5, 'minutes': 6000}]
        for data in wanted:
            self.ask(data)
        said = {body['data']['goal']: body for body in self.relayed()}
        for data in wanted:
            body = said[data['goal']]
            self.assertEqual(dict(data, **body['data']), body['data'])
            self.assertEqual(('PathRequested.v1', SUBS[LEARNER]),
                             (body['detail_type'], body['learner']))
            self.assertEqual(data['goal'],
                             Paths(self.env).get(body['event_id']).goal)

    def test_an_accepted_path_is_told_as_the_example_says(self):
        proposed = example('PathGenerated.v1', 'two-steps')['data']
        created = example('PathCreated.v1', 'two-steps')['data']
        raw = dict(told(path=created['path']), steps=proposed['steps'])
        cursor.start_epoch(self.env, 'e')
        Feed(self.env).apply(parse_change(dict(change(
            1, 'path', None, learner=SUBS[LEARNER]), path=raw)), 'e')
        tickets, _message = Acceptance(self.env).accept(
            created['path'], Accounts(self.env).of_user(LEARNER),
            [step['step'] for step in created['steps']])
        body, = self.relayed()
        self.assertEqual('PathCreated.v1', body['detail_type'])
        self.assertEqual(dict(created, steps=[
            dict(step, ticket=tickets[step['step']])
            for step in created['steps']]), body['data'])

    def test_a_changed_path_is_told_as_the_examples_say(self):
        renamed = example('PathChanged.v1', 'renamed')['data']
        given_up = example('PathChanged.v1', 'given-up')['data']
        account = Accounts(self.env).of_user(LEARNER)
        self.ask({'goal': u'locks'}, renamed['path'])
        changes = PathChanges(self.env)
        changes.rename(renamed['path'], account, renamed['title'])
        changes.give_up(given_up['path'], account)
        said = [body['data'] for body in self.relayed()
                if body['detail_type'] == 'PathChanged.v1']
        self.assertEqual([renamed, given_up], said)

    def test_a_proposed_step_is_read_and_declined_as_the_examples_say(self):
        document = next(raw['path'] for raw in told_changes()
                        if raw['kind'] == 'path')
        told = example('StepProposed.v1', 'plain')['data']
        declined = example('PathChanged.v1', 'declined')['data']
        before = document['steps'][1]
        proposed = dict(told['step'], n=2, before=before['step'])
        path = read_path(dict(document, proposed_steps=[proposed]), 'sub')
        found, = open_proposals(path.document, {before['step']: 52})
        self.assertEqual(declined['declined'], found.step.step)
        self.assertEqual([], open_proposals(decline_step(
            path.document, declined['declined']), {before['step']: 52}))
        self.assertEqual(declined, changed_event(
            path._replace(id=declined['path']), (), 0,
            declined=declined['declined']).data)

    def test_reviews_and_course_changes_are_sent_as_the_contract_says(self):
        author = Accounts(self.env).of_user(AUTHOR)
        ident = '9b0c9a51-7d4e-5b0c-8a43-1d7f1c0e6b21'
        for decision in ('approved', 'withdrawn'):
            question_review.submit(self.env, author, ident, decision)
        question_review.submit(self.env, author, ident, 'edited', question=NASTY,
                      reference=NASTY, rubric=RUBRIC,
                      further_references=[NASTY])
        course_setting.submit(self.env, author, u'D\xe4ten', {
            'language_models': 'refused', 'daily_budget_usd': '2,5'})
        for note in ('', NASTY[:400]):
            message = disputed_event(7, author, note)
            with self.env.db_transaction as db:
                outbox.add(db, message)
        self.assertEqual(
            ['CourseChanged.v1'] + ['QuestionDisputed.v1'] * 2 +
            ['QuestionReviewed.v1'] * 3,
            sorted(set_of_ids(self.relayed()).values()))

    def test_decisions_are_sent_as_the_contract_says(self):
        ticket, author = self.ticket(), Accounts(self.env).of_user(AUTHOR)
        self.answer(ticket, u'An answer.')
        ident = '9b0c9a51-7d4e-5b0c-8a43-1d7f1c0e6b21'
        decisions, rulings = Decisions(self.env), Rulings(self.env)
        message, = decisions.submit(
            ticket, author, [Answer(SUBS[LEARNER], 1, ident, ident)],
            Judgement(0.6667, [{'id': 'snapshot', 'verdict': 'partly'}],
                      NASTY, NASTY[:2000]))
        decisions.withdraw(author, ticket, SUBS[LEARNER], 1,
                           message.event_id, '')
        rulings.make(author, ticket, Ruling('snapshot', NASTY[:500], 'no',
                                            ''))
        rulings.revoke(author, ticket, ident)
        rulings.order_regrades(author, ticket, 'rubric', 2)
        self.assertEqual(
            ['AnswerSubmitted.v1', 'GradeOverridden.v1',
             'OverrideWithdrawn.v1', 'RegradesOrdered.v1', 'RulingMade.v1',
             'RulingRevoked.v1'],
            sorted(set_of_ids(self.relayed()).values()))

    def test_id_of_a_decisions_grade_is_as_the_ledger_has_it(self):
        told = example('GradeOverridden.v1', 'decides-an-appeal')
        found = python('-c', (
            'import json; from traclearn_contracts import events, grades; '
            'raw = json.load(open("contracts/examples/GradeOverridden.v1/'
            'decides-an-appeal.json")); '
            'print(json.dumps(str(grades.grade_id(events.parse('
            'raw["source"], raw["detail-type"], raw["detail"])))))'))
        metadata = told['metadata']
        self.assertEqual(found, grade_id(Decision(
            metadata['event_id'], metadata['learner'], 0, 1, {}, 'sent')))

    def test_appeal_is_sent_as_the_contract_says(self):
        ticket = self.ticket()
        account = Accounts(self.env).of_user(LEARNER)
        Attempts(self.env).submit(ticket, account, u'a', '')
        self.env.db_transaction(
            "UPDATE learning_attempt SET phase='graded', score=0, "
            "grade_id='3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02'")
        Appeals(self.env).submit(ticket, account, 1, NASTY, '')
        self.assertEqual({'AnswerSubmitted.v1', 'GradeAppealed.v1'},
                         set(set_of_ids(self.relayed()).values()))

    def test_change_of_a_path_is_read_whole(self):
        raw, = [raw for raw in told_changes() if raw['kind'] == 'path']
        found = parse_change(raw)
        self.assertIsNone(found.ticket)
        path = read_path(found.path, found.learner)
        self.assertEqual((raw['path']['id'], raw['learner'], 'accepted', 3,
                          raw['path']['goal'], 60),
                         (path.id, path.learner, path.state, path.rank,
                          path.goal, path.minutes))
        self.assertEqual([1, 2], [s.n for s in read_steps(path.document)])

    def test_change_of_a_document_is_read_whole(self):
        kinds = {raw['kind']: parse_change(raw) for raw in told_changes()}
        content = kinds['content'].content
        for kind in ('content', 'page_received'):
            self.assertIsNone(kinds[kind].ticket)
        doc = events.read_document(content, 1)
        for name in ('document', 'name', 'origin', 'revision', 'title',
                     'live_revision', 'chunks', 'pages'):
            self.assertEqual(content[name], getattr(doc, name), name)
        self.assertEqual(timestamps.from_rfc3339(content['at']), doc.at)

    def test_change_of_a_grade_is_read_whole(self):
        found = {}
        for raw in told_changes():
            change = parse_change(raw)
            where = (change.ticket, change.learner)
            for name, read in (
                    ('appeal', lambda said: read_appeal(
                        said, *where + (change.attempt,))),
                    ('counting', read_counting),
                    ('hint', lambda said: read_hint(
                        said, *where + (change.at,)))):
                if getattr(change, name):
                    found[name] = read(getattr(change, name))
        self.assertEqual({'appeal', 'counting', 'hint'}, set(found))
        self.assertNotIn(None, found.values())

    def test_review_of_the_feed_is_read_whole(self):
        change, = [parse_change(raw) for raw in told_changes()
                   if raw['kind'] == 'review']
        self.assertIsNone(change.state)
        found = read_review(change.review, change.ticket, change.learner)
        for name in ('revision', 'attempt'):
            self.assertEqual(change.review[name], getattr(found, name))
        for name in ('reviewed_at', 'due_at'):
            self.assertEqual(timestamps.from_rfc3339(change.review[name]),
                             getattr(found, name))

    def test_a_wrong_body_is_noticed(self):
        self.assertRaises(ValidationError, self.valid, '/api/v1/relay',
                          'post', {})
        for number, text in ((0, u'x'), (1, u'a\0b')):
            self.assertRaises(ValidationError, self.event,
                              'AnswerSubmitted.v1', {
                                  'ticket': 1, 'attempt': number,
                                  'answer': text})

    def test_every_kind_of_change_is_known(self):
        kinds = {'answer_received', 'question_received', 'grading_started',
                 'graded', 'ungradable', 'delayed', 'overridden', 'rejected',
                 'page_received', 'content', 'path', 'review',
                 'question_drafted', 'question_reviewed', 'question_disputed',
                 'course_changed', 'withdrawn', 'counting', 'hint',
                 'explanation', 'appeal'}
        self.assertEqual({'question_received', 'page_received', 'content',
                          'path', 'review', 'question_drafted',
                          'question_reviewed', 'question_disputed',
                          'course_changed', 'withdrawn', 'counting', 'hint',
                          'explanation', 'appeal'},
                         kinds - set(PHASES))

    def test_a_change_says_the_state_that_an_older_feed_left_to_infer(self):
        told = [raw for raw in told_changes()
                if raw['state'] and raw['kind'] in PHASES]
        self.assertEqual(['queued', 'graded'],
                         [raw['state']['phase'] for raw in told])
        for raw in told:
            self.assertEqual(parse_change(raw),
                             parse_change(dict(raw, state=None)))
            self.assertEqual(set(raw['state']) - {'attempt'},
                             set(derive_state(raw)))

    def test_times_of_the_contract_are_read(self):
        for text in ('2026-01-15T09:30:00+00:00', '2026-01-15T09:30:00Z',
                     '2026-01-15T09:30:00.000000+00:00',
                     '2026-01-15T10:30:00.0+01:00'):
            self.assertEqual(1768469400000000, timestamps.from_rfc3339(text))
        self.assertEqual(1768469400123456, timestamps.from_rfc3339(
            '2026-01-15T09:30:00.123456Z'))


def set_of_ids(bodies):
    """{event id: its kind}"""
    return {body['event_id']: body['detail_type'] for body in bodies}


if __name__ == '__main__':
    unittest.main()
