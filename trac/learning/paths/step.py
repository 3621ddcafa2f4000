# -*- coding: utf-8 -*-
"""A step of a path: what it teaches, from which passage, and its ticket."""

import uuid
from collections import namedtuple

from learning.answers.remarks import read_remarks

_FIELDS = ('n step concept title minutes reason asked_for needs question '
           'form difficulty source retired remarks')

#: n: its place; step: uuid; asked_for: whether the goal asks for it, and not
#: only what needs it; needs: places of steps that come first; source: a
#: `Source`; retired: whether its passage is not in the material any more;
#: remarks: what `reason` says, as codes.
Step = namedtuple('Step', _FIELDS)
#: document: uuid; chunk: its id; name: of the file or wiki page; heading:
#: titles, the outermost first; page: number or None; href: a link relative
#: to Trac, or None; text: the passage.
Source = namedtuple('Source', 'document chunk name title heading page href '
                              'text')
#: A row of learning_step.
StepTicket = namedtuple('StepTicket', 'path step n ticket concept chunk')

_COLUMNS = ', '.join(StepTicket._fields)


class StepTickets(object):
    """The table learning_step.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def of(self, path):
        """{step: ticket} of a path, by the steps' uuids."""
        return {row.step: row.ticket for row in self._all(
            "path=%s", (path,))}

    def rows_of(self, path):
        """The `StepTicket`s of a path, in order."""
        return self._all("path=%s ORDER BY n", (path,))

    def of_learner(self, learner):
        """{path: {step: ticket}} of all paths that a learner ever had."""
        found = {}
        for row in self._all("path IN (SELECT id FROM learning_path "
                             "WHERE learner=%s)", (learner,)):
            found.setdefault(row.path, {})[row.step] = row.ticket
        return found

    def known(self, learner, without=()):
        """{(concept, chunk): ticket} of all that a learner has.

        Of a path that was given up only what was answered.

        :param without: tickets that count for nothing.
        """
        return {(row.concept, row.chunk): row.ticket for row in self._all(
            "path IN (SELECT id FROM learning_path WHERE learner=%s "
            "AND (state<>'given_up' OR EXISTS (SELECT 1 FROM "
            "learning_attempt a WHERE a.ticket=learning_step.ticket "
            "AND a.sub=learner))) ORDER BY ticket DESC", (learner,))
            if row.ticket not in without}

    def tickets_beside(self, path):
        """Tickets of a path that are steps of another path that its learner
        has and did not give up."""
        return {ticket for ticket, in self.env.db_query("""
            SELECT DISTINCT s.ticket FROM learning_step s
            JOIN learning_step other ON other.ticket=s.ticket
            JOIN learning_path p ON p.id=other.path
            WHERE s.path=%s AND p.id<>s.path AND p.learner=%s
            AND p.state<>'given_up'
            """, (path.id, path.learner))}

    def _all(self, where, args):
        return [StepTicket(*found) for found in self.env.db_query(
            "SELECT %s FROM learning_step WHERE %s" % (_COLUMNS, where),
            args)]


def insert_step(db, row):
    """Write which ticket is a step."""
    db("INSERT INTO learning_step (%s) VALUES (%s)"
       % (_COLUMNS, ', '.join(['%s'] * len(row))), tuple(row))


def follow_passages(db, path):
    """Write where the passages of a path's tickets are now: by that a step is
    known again in another path."""
    for step in read_steps(path.document):
        db("UPDATE learning_step SET chunk=%s WHERE path=%s AND step=%s "
           "AND chunk<>%s", (step.source.chunk, path.id, step.step,
                             step.source.chunk))


def move_step(db, path, step, n):
    """Write a step's place."""
    db("UPDATE learning_step SET n=%s WHERE path=%s AND step=%s",
       (n, path, step))


def read_steps(document):
    """The `Step`s of a path's document, in order.

    :raises KeyError, TypeError, ValueError: when they cannot be understood.
    """
    return sorted((read_step(raw) for raw in document.get('steps') or ()),
                  key=lambda step: step.n)


def read_step(raw):
    """A `Step` from JSON."""
    return Step(
        int(raw['n']), str(uuid.UUID(raw['step'])), raw['concept'],
        raw['title'], int(raw['minutes']), raw['reason'],
        bool(raw.get('asked_for')),
        tuple(int(n) for n in raw.get('needs') or ()), raw['question'],
        raw['form'], int(raw['difficulty']), read_source(raw['source']),
        bool(raw.get('retired')), read_remarks(raw.get('remarks')))


def read_source(raw):
    """A `Source` from JSON."""
    return Source(raw['document'], raw['chunk'], raw['name'], raw['title'],
                  tuple(raw.get('heading') or ()), raw.get('page'),
                  raw.get('href'), raw['text'])
