# -*- coding: utf-8 -*-
"""Answers with grades, before authors who decide about them."""

import json
import uuid

from learning.sync.feed import Feed, parse_change
from learning.tests.material_case import MaterialTestCase
from learning.tests.question_case import change, grade

ROUTE = '/api/v1/desk'
ITEMS = [{'id': 'snapshot', 'label': 'What a <commit> records',
          'verdict': 'yes', 'quote': 'a snapshot'},
         {'id': 'parents', 'label': 'How they are linked',
          'verdict': 'partly', 'quote': 'it is faster'}]
RUBRIC = [{'id': 'snapshot', 'label': 'What', 'weight': 2,
           'criterion': 'CRITERION'},
          {'id': 'parents', 'label': 'How', 'weight': 1, 'criterion': 'C2'}]
GROUP = '6b1c9a51-7d4e-5b0c-8a43-1d7f1c0e6d01'
APPEAL = '7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0e01'


def ident():
    return str(uuid.uuid4())


class DeskTestCase(MaterialTestCase):
    """Ada's and Bob's answers to the shared question."""

    def setUp(self):
        super(DeskTestCase, self).setUp()
        self.page = '/trac/learning/desk/%d' % self.shared
        self.env.db_transaction(
            "UPDATE learning_question SET rubric=%s WHERE ticket=%s",
            (json.dumps(RUBRIC), self.shared))
        self.ada, self.bob = self.browse('ada'), self.browse('bob')
        self.grades = {}
        for name in ('ada', 'bob'):
            browser = getattr(self, name)
            browser.take_form_token()
            browser.post('/trac/learning/answer/%d' % self.shared, {
                'answer': 'It keeps a snapshot and it is faster.',
                'event_id': ident()})
            self.grades[name] = self.tell_grade(name)

    def tell_grade(self, name, attempt=1, **more):
        """The feed tells of a grade; its id."""
        self.position += 1
        number = more.pop('ident', None) or ident()
        more.setdefault('needs_review', True)
        raw = change(self.position, 'graded', self.shared, attempt,
                     learner='sub-' + name,
                     grade=grade(number, items=ITEMS, **more))
        Feed(self.env).apply(parse_change(raw), 'e')
        return number

    def entry(self, name, **more):
        """An answer as the desk's API tells it."""
        told = {'id': self.grades[name], 'score': 0.8333, 'items': ITEMS,
                'confidence': 0.7, 'flags': ['voices_differ', 'source_orders',
                                             'new_flag'],
                'grader': 'offline/x', 'feedback': 'Well <said>.',
                'question_revision': 1,
                'at': '2026-01-15T09:30:01.9+00:00'}
        return dict({
            'ticket_id': self.shared, 'learner': 'sub-' + name, 'attempt': 1,
            'answer': 'It <keeps> a snapshot and it is faster.',
            'submitted_at': '2026-01-15T09:30:00+00:00', 'why': 'uncertain',
            'group': None, 'grade': told, 'appeal': None}, **more)

    def serve(self, *answers, **more):
        self.gateway.replies[ROUTE] = 200, dict(
            {'questions': [], 'answers': list(answers), 'agreement': [],
             'next': None}, **more)

    def form(self, *names, **more):
        """The form of a decision about these learners' answers."""
        found = {'item_0': 'snapshot', 'verdict_0': 'yes',
                 'item_1': 'parents', 'verdict_1': 'no', 'percent': '',
                 'feedback': 'Say how.', 'reason': 'Read again.',
                 'decision': 'set'}
        for n, name in enumerate(names):
            found.update({'take_%d' % n: '1', 'learner_%d' % n: 'sub-' + name,
                          'attempt_%d' % n: '1',
                          'grade_%d' % n: self.grades[name]})
        found.update(more)
        return found

    def decide(self, *names, **more):
        return self.author.post(self.page, self.form(*names, **more))

    def relayed(self, detail_type):
        """Bodies of the events of a kind that were sent."""
        return [body for body in self.gateway.bodies('/api/v1/relay')
                if body['detail_type'] == detail_type]

    def data(self, detail_type='GradeOverridden.v1'):
        """Data of the events of a kind, in the order of their making."""
        return [json.loads(data) for data, in self.env.db_query(
            "SELECT data FROM learning_outbox WHERE detail_type=%s "
            "ORDER BY created, event_id", (detail_type,))]

    def echo(self, event_id, kind='overridden', **more):
        """The feed speaks of an event."""
        self.position += 1
        raw = change(self.position, kind, self.shared, event_id=event_id,
                     **more)
        Feed(self.env).apply(parse_change(raw), 'e')
