# -*- coding: utf-8 -*-
"""Paths as the feed tells them, and learners in front of them."""

import copy
import uuid

from learning import timestamps
from learning.paths.path import RANKS, Paths
from learning.sync import cursor
from learning.sync.feed import Feed, parse_change
from learning.tests.question_case import change

PATH = '7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c01'
OTHER_PATH = '7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c99'
ASKED_AT = 1768469400000000
GOAL = u'teach me how isolation levels work'
PASSAGE = (u'A transaction is a group of statements that take effect '
           u'together or not at all.\n\nIt ends with <commit>.')


def step(n, concept, needs=(), path=PATH, **more):
    """A step as the feed tells it."""
    found = {
        'n': n, 'step': str(uuid.uuid5(uuid.UUID(path), concept)),
        'concept': concept, 'title': concept.capitalize(), 'minutes': 5 + n,
        'reason': 'needed for isolation', 'needs': list(needs),
        'question': 'What is %s?' % concept, 'form': 'definition',
        'difficulty': 2, 'ticket_id': None, 'source': {
            'document': '0d9cb9b4-5a0e-5f0c-9a6e-6a3a0f6b1c11',
            'chunk': 'chunk-' + concept, 'name': 'databases/isolation.pdf',
            'title': 'Isolation levels',
            'heading': ['Isolation levels', 'Transactions'], 'page': n,
            'href': None, 'text': PASSAGE}}
    found['source'].update(more.pop('source', {}))
    found.update(more)
    return found


def steps(path=PATH):
    """Two that follow each other, and one beside them."""
    return [step(1, 'transaction', path=path),
            step(2, 'isolation', (1,), path,
                 reason='what you asked for', source={
                     'page': None, 'href': 'wiki/Course/Transactions'}),
            step(3, 'lock', path=path)]


def told(state='proposed', path=PATH, at=1, **more):
    """A path as the feed tells it.

    :param at: seconds after it was asked for.
    """
    rows = steps(path) if state in ('proposed', 'accepted') else []
    when = ASKED_AT + at * timestamps.SECOND
    return dict({
        'id': path, 'state': state, 'title': rows and
        'How isolation levels work' or '', 'goal': GOAL, 'difficulty': 2,
        'minutes': 60, 'path_minutes': rows and 21 or None,
        'step_count': len(rows), 'phase': None, 'done': 0, 'total': 0,
        'requested_at': timestamps.to_rfc3339(ASKED_AT),
        'at': timestamps.to_rfc3339(when), 'reason': None, 'detail': '',
        'nearest': [], 'warnings': [], 'skipped': [], 'steps': rows,
        'rank': [RANKS.get(state, 0), when]}, **copy.deepcopy(more))


def retired(*places, **more):
    """Steps of which those at these places left the material."""
    return [dict(one, retired=one['n'] in places) for one in steps(**more)]


class PathMixin(object):
    """For a test case with an environment."""

    def tell(self, learner, event_id=None, **more):
        """The feed tells of a path."""
        self.tell_change(learner, 'path', event_id, path=told(**more))

    def tell_change(self, learner, kind='path', event_id=None, **more):
        _epoch, position = cursor.read_position(self.env)
        cursor.start_epoch(self.env, 'e')
        raw = change(position + 1, kind, None, event_id=event_id,
                     learner=learner)
        Feed(self.env).apply(parse_change(dict(raw, **more)), 'e')

    def path(self, ident=PATH):
        return Paths(self.env).get(ident)

    def outbox(self, detail_type):
        """(event id, learner, data) of each event of a type."""
        return self.env.db_query(
            "SELECT event_id, learner, data FROM learning_outbox "
            "WHERE detail_type=%s ORDER BY created, event_id",
            (detail_type,))
