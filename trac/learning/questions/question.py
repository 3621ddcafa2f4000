# -*- coding: utf-8 -*-
"""The question on a ticket: what is asked, of whom, and how it is judged.

The reference and the rubric are for authors and the grader. Nothing in this
plugin shows them to anybody else; `asked` is what a learner may see.
"""

import json
import math
import uuid
from collections import namedtuple

from learning import timestamps
from learning.errors import ChangedMeanwhile, InvalidInput
from learning.questions.source_texts import passages_of, without_texts
from learning.sync import outbox
from learning.sync.event_size import share_too_much
from learning.tickets.learning_ticket import LearningTickets
from learning.translation import _

#: ticket: number; revision: counts edits; rubric: list of {id, label,
#: criterion, weight}; sources: list of {title, href}; learner: sub, or ''
#: for everyone; author: user name; changed: microseconds; course: a subject
#: of the material, or ''; counting: `BEST` or `NEWEST` attempt; max_attempts:
#: 0 for no limit; hint_deduction: 0 to 1; release: when who answered may read
#: the reference (`NEVER`, `LAST_ATTEMPT`, `DATE`); release_at: microseconds,
#: of `DATE`, else None; due_at: microseconds, None for whenever; concepts:
#: names of what of its course's material it asks about; further_references:
#: other full answers, secret as the reference is.
Question = namedtuple('Question', 'ticket revision question reference rubric '
                                  'sources learner author changed course '
                                  'counting max_attempts hint_deduction '
                                  'release release_at due_at concepts '
                                  'further_references')
BEST, NEWEST = 'best', 'newest'
NEVER, LAST_ATTEMPT, DATE = 'never', 'last_attempt', 'date'
Question.__new__.__defaults__ = ('', BEST, 0, 0, NEVER, None,
                                 None, [], [])

_COLUMNS = ', '.join(Question._fields)


class Questions(object):
    """The table learning_question.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def get(self, ticket):
        """The question on a ticket, or None."""
        for row in self.env.db_query("SELECT %s FROM learning_question "
                                     "WHERE ticket=%%s" % _COLUMNS, (ticket,)):
            return read_question(row)

    def for_learner(self, sub):
        """Questions that this learner may answer: own ones, then shared."""
        return [read_question(row) for row in self.env.db_query(
            "SELECT %s FROM learning_question WHERE learner IN ('', %%s) "
            "ORDER BY learner DESC, ticket" % _COLUMNS, (sub,))]

    def all(self):
        """Every question, for authors."""
        return [read_question(row) for row in self.env.db_query(
            "SELECT %s FROM learning_question ORDER BY ticket" % _COLUMNS)]

    def save(self, draft, actor, groups):
        """Write a question and the event about it in one transaction.

        :param draft: a `Question` whose `revision` is the one it was made
            from (0 for a new one); its sources may have a `text`.
        :param actor: sub of the author. :param groups: the author's groups.
        :return: the `Message` on its way out.
        :raises ChangedMeanwhile: when somebody else saved it meanwhile.
        :raises InvalidInput: when no event can carry it.
        """
        require_small(draft)
        saved = draft._replace(revision=draft.revision + 1,
                               changed=timestamps.now())
        message = published_event(saved, actor, groups)
        try:
            with self.env.db_transaction as db:
                self._write(db, without_texts(saved))
                outbox.add(db, message)
        except self.env.db_exc.IntegrityError:
            raise ChangedMeanwhile(changed_meanwhile())
        return message

    def _write(self, db, saved):
        if saved.revision == 1:
            insert_question(db, saved)
            LearningTickets(self.env).adopt(saved.ticket, saved.author)
            return
        cursor = db.cursor()
        cursor.execute(
            "UPDATE learning_question SET %s WHERE ticket=%%s AND revision=%%s"
            % ', '.join('%s=%%s' % name for name in Question._fields),
            question_row(saved) + (saved.ticket, saved.revision - 1))
        if not cursor.rowcount:
            raise ChangedMeanwhile(changed_meanwhile())


def insert_question(db, question):
    """Write the first revision; nothing is published by that."""
    db("INSERT INTO learning_question (%s) VALUES (%s)"
       % (_COLUMNS, ', '.join(['%s'] * len(Question._fields))),
       question_row(question))


def changed_meanwhile():
    """What to do about it."""
    return _("Somebody else changed this question meanwhile. Your text is "
             "kept below; open the question in another tab to compare, then "
             "save again to replace theirs.")


def require_small(question):
    """
    :raises InvalidInput: when no event can carry the question, with the
        texts of its sources that it has.
    """
    share = share_too_much(published_data(question))
    if share:
        raise InvalidInput(_(
            "All texts of this question together are too long to be sent. "
            "Please shorten them by %(percent)s %%: the full answers and the "
            "points, or name fewer sources.",
            percent=int(math.ceil(100 * share))))


def published_event(question, actor, groups):
    """The event about a question."""
    return outbox.Message(
        str(uuid.uuid4()), 'QuestionPublished.v1', actor, tuple(groups),
        question.changed, question.ticket, published_data(question))


def published_data(question):
    """What the event says."""
    data = {
        'ticket': question.ticket, 'revision': question.revision,
        'question': question.question, 'reference': question.reference,
        'rubric': question.rubric,
        'sources': without_texts(question).sources,
        'passages': passages_of(question),
        'learner': question.learner or None,
        'course': question.course or None,
        'counting': question.counting,
        'max_attempts': question.max_attempts,
        'hint_deduction': question.hint_deduction,
        'concepts': question.concepts}
    if question.further_references:
        data['further_references'] = question.further_references
    return data


def question_row(question):
    """The question as the table holds it."""
    return tuple(question._replace(
        rubric=json.dumps(question.rubric),
        sources=json.dumps(question.sources),
        concepts=json.dumps(question.concepts),
        further_references=json.dumps(question.further_references)))


def read_question(found):
    """A `Question` from its columns."""
    question = Question(*found)
    return question._replace(
        rubric=json.loads(question.rubric),
        sources=json.loads(question.sources),
        concepts=json.loads(question.concepts or '[]'),
        further_references=json.loads(question.further_references or '[]'))
