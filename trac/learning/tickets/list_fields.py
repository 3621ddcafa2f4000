# -*- coding: utf-8 -*-
"""Two columns that lists of tickets have for questions: the grade that counts
for who looks, and when it is due.

Both are fields of queries alone, no fields of tickets: nothing of them is
stored or typed, and they are worked out for each reader in the SQL that asks
(see `learning.tickets.sql_filter`), so that lists sort and filter by them and
an export has what the page has. A learner's is the learner's own; staff see
how many answered and passed, and of a learner's own ticket that grade.

The state, too, is the learner's own: a question for everybody is `open` for
who did not answer it.
"""

from functools import wraps

from trac.db_default import schema as trac_schema
from trac.ticket import query
from trac.ticket.api import TicketSystem
from trac.ticket.query import Query

from learning.participant import Participant
from learning.paths.step_states import MASTERED_SCORE
from learning.tickets.learning_ticket import (ANSWERED, OPEN, PASSED,
                                              LearningTickets)
from learning.translation import N_, _, gettext

GRADE, DUE = 'grade', 'due'
FIELDS = ((GRADE, 'text', 'plain', N_("Grade")),
          (DUE, 'time', 'datetime', N_("Due")))
#: What a list of questions shows where nobody says what.
COLUMNS = ['id', 'summary', 'status', GRADE, DUE]
TICKET_COLUMNS = next([column.name for column in table.columns]
                      for table in trac_schema if table.name == 'ticket')

# Both as rows of ticket_custom. Spaces before a number sort it among texts.
_DUE = ("SELECT q.ticket AS ticket, '{due}' AS name, "
        "substr('000000000000000000' || CAST(q.due_at AS text), "
        "length(CAST(q.due_at AS text)) + 1) AS value "
        "FROM {schema}.learning_question AS q WHERE q.due_at IS NOT NULL")
_PERCENT = "substr('   ' || {number}, length({number}) + 1)"
_NUMBER = "CAST(CAST(ROUND(CAST(100 * {score} AS numeric)) AS int) AS text)"
_OWN = ("SELECT s.ticket, '{grade}', {percent} "
        "FROM {schema}.learning_seat AS s "
        "WHERE s.sub='{sub}' AND s.counting_score IS NOT NULL")
_OF_LEARNERS = (
    "SELECT s.ticket, '{grade}', CASE WHEN MAX(q.learner)<>'' "
    "THEN MAX({percent}) ELSE {words} END "
    "FROM {schema}.learning_seat AS s "
    "JOIN {schema}.learning_question AS q ON q.ticket=s.ticket "
    "WHERE s.last_attempt>0 AND q.learner IN ('', s.sub) GROUP BY s.ticket")

# Of a ticket `x`.
_OWN_SEAT = (" LEFT JOIN {schema}.learning_seat AS s ON s.ticket=x.id "
             "AND s.sub='{sub}' AND s.last_attempt>0")
_OWN_STATUS = (
    "CASE WHEN x.status<>'%s' OR s.ticket IS NULL THEN x.status "
    "WHEN s.counting_score>=%s THEN '%s' ELSE '%s' END AS status"
    % (OPEN, MASTERED_SCORE, PASSED, ANSWERED))


def rows_of(env, schema, sub):
    """SQL for the rows of both fields, as a reader may see them; '' where an
    administrator has fields of these names.

    :param sub: the reader's; None for staff.
    """
    if not env.is_enabled(GradeColumns):
        return ''
    number = _NUMBER.format(score='s.counting_score')
    words = dict(schema=schema, sub=sub, grade=GRADE, due=DUE,
                 percent=_PERCENT.format(number=number),
                 words=words_sql() if sub is None else '')
    rows = {DUE: _DUE, GRADE: _OF_LEARNERS if sub is None else _OWN}
    taken = {field['name'] for field in TicketSystem(env).custom_fields}
    return ' UNION ALL '.join(rows[name].format(**words) for name in
                              (DUE, GRADE) if name not in taken)


def own_status(env, schema, sub):
    """SQL for the table of tickets as they stand with this learner:
    {columns, join}; None where lists have nothing of questions."""
    if not env.is_enabled(GradeColumns):
        return None
    return {'columns': ', '.join(_OWN_STATUS if name == 'status' else
                                 'x.' + name for name in TICKET_COLUMNS),
            'join': _OWN_SEAT.format(schema=schema, sub=sub)}


def words_sql():
    """`12 answered, 7 passed` in the language of who asks."""
    answered = "CAST(COUNT(*) AS text)"
    passed = ("CAST(SUM(CASE WHEN s.counting_score>=%s THEN 1 ELSE 0 END) "
              "AS text)" % MASTERED_SCORE)
    said = _("%(answered)s answered, %(passed)s passed", answered='\0a\0',
             passed='\0p\0')
    parts = [{'a': "substr('    ' || %s, length(%s) + 1)" % (answered,
                                                           answered),
              'p': passed}.get(part) or quote(part)
             for part in said.split('\0')]
    return ' || '.join(parts)


def quote(text):
    """As a literal of SQL in which no driver finds a parameter."""
    return "'%s'" % text.replace("'", "''").replace('%', '')


class QueryFields(object):
    """`TicketSystem` as queries know it: with fields of questions, which say
    that they are `computed`, so that no form offers to change them."""

    realm = TicketSystem.realm

    def __init__(self, env):
        self._env, self._system = env, TicketSystem(env)

    def __getattr__(self, name):
        return getattr(self._system, name)

    def get_ticket_fields(self):
        fields = self._system.get_ticket_fields()
        if self._env.is_enabled(GradeColumns):
            known = {field['name'] for field in fields}
            for name, kind, style, label in FIELDS:
                if name not in known:   # a field of an administrator's
                    fields.append({'name': name, 'type': kind, 'custom': True,
                                   'format': style, 'order': 0, 'value': '',
                                   'label': gettext(label),
                                   'computed': True})
        return fields

    def get_ticket_field_labels(self):
        labels = self._system.get_ticket_field_labels()
        if self._env.is_enabled(GradeColumns):
            for name, _kind, _style, label in FIELDS:
                labels.setdefault(name, gettext(label))
        return labels


class GradeColumns(Participant):
    """Gives lists of tickets the columns of questions."""

    def __init__(self):
        install()


def install():
    """Wrap what has no extension point. Once is enough."""
    if query.TicketSystem is not QueryFields:
        query.TicketSystem = QueryFields
        Query.get_default_columns = _columns(Query.get_default_columns)
        Query.execute = _execute(Query.execute)


def _columns(original):
    @wraps(original)
    def get_default_columns(self):
        types = self.constraint_cols.get('type')
        if types and self.env.is_enabled(GradeColumns) and all(
                kind == [LearningTickets(self.env).ticket_type]
                for kind in types):
            return [name for name in COLUMNS if name == 'id' or
                    self.fields.by_name(name) and name != self.group]
        return original(self)
    return get_default_columns


def _execute(original):
    @wraps(original)
    def execute(self, *args, **kw):
        results = original(self, *args, **kw)
        if self.env.is_enabled(GradeColumns):
            for result in results:
                if GRADE in result:
                    result[GRADE] = say_grade(result[GRADE])
        return results
    return execute


def say_grade(value):
    """As a list says it: without the spaces by which it is sorted."""
    value = value.strip()
    return _(u"%(percent)s\u00a0%%", percent=value) if value.isdigit() \
        else value
