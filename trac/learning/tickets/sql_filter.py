# -*- coding: utf-8 -*-
"""SQL in which the tickets of others, and drafts, do not exist.

The tables of tickets are shadowed: a query that says `WITH ticket AS (...)`
first reads from that wherever it says `ticket`: rows, counts, groups and sums
alike leave out what is hidden, and nobody has to understand the query itself.
"""

import re
from collections import OrderedDict

from learning.permissions.policy import LearningPolicy
from learning.tickets import list_fields

_TICKETS = (('ticket', 'id'), ('ticket_change', 'ticket'),
            ('ticket_custom', 'ticket'))

# Of others: questions for another learner, and tickets with a draft alone.
_HIDDEN = (
    "SELECT q.ticket FROM {schema}.learning_question AS q "
    "WHERE q.learner NOT IN ('', '{sub}') "
    "UNION ALL SELECT d.ticket FROM {schema}.learning_draft AS d "
    "WHERE NOT EXISTS (SELECT 1 FROM {schema}.learning_question AS q "
    "WHERE q.ticket=d.ticket)")

_ALL = "{table} AS (SELECT {columns} FROM {schema}.{table} AS x{join})"

_ROWS = (_ALL[:-1] + " WHERE NOT EXISTS "
         "(SELECT 1 FROM (" + _HIDDEN + ") AS h WHERE h.ticket=x.{key}))")

_AS_STORED = {'columns': 'x.*', 'join': ''}

# An attachment's id is text: it may be the name of a wiki page.
_ATTACHMENTS = (
    "attachment AS (SELECT x.* FROM {schema}.attachment AS x WHERE NOT "
    "(x.type='ticket' AND EXISTS (SELECT 1 FROM (" + _HIDDEN + ") AS h "
    "WHERE CAST(h.ticket AS text)=x.id)))")

_PLAIN_SUB = re.compile(r'^[A-Za-z0-9_-]*\Z')
_WITH = re.compile(r'((?:\s|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*)'
                   r'(WITH(?:\s+RECURSIVE)?)\b', re.I | re.S)


def filter_tickets(env, username, sql):
    """`sql` as this person may see its result, with what lists have of
    questions.

    It stays as it is where nothing is hidden and nothing of that is asked.
    """
    sub = LearningPolicy(env).restricted_sub(username)
    if sub is not None and not _PLAIN_SUB.match(sub):
        sub = ''
    return shadow_tables(sql, tables_for(env, sub, sql))


def filter_tickets_for(env, sub, sql):
    """`sql` without the tickets of learners other than `sub`."""
    return shadow_tables(sql, tables_for(env, sub, sql))


def tables_for(env, sub, sql):
    """What shadows tables for this learner; `sub` is None for staff."""
    with env.db_query as db:
        schema = schema_of(db)
        hides = sub is not None and db(
            "SELECT 1 FROM (%s) AS hidden LIMIT 1" % _HIDDEN.format(
                schema=schema, sub=sub))
    tables, own = OrderedDict(), None
    if sub and 'ticket' in sql.lower():
        own = list_fields.own_status(env, schema, sub)
        if own and not hides:
            tables['ticket'] = _ALL.format(table='ticket', schema=schema,
                                           **own)
    if hides:
        for table, key in _TICKETS:
            tables[table] = _ROWS.format(
                table=table, key=key, schema=schema, sub=sub,
                **(own if own and table == 'ticket' else _AS_STORED))
        tables['attachment'] = _ATTACHMENTS.format(schema=schema, sub=sub)
    if 'ticket_custom' in sql:
        rows = list_fields.rows_of(env, schema, sub)
        if rows:
            stored = tables.get('ticket_custom') or _ALL.format(
                table='ticket_custom', schema=schema, **_AS_STORED)
            tables['ticket_custom'] = stored[:-1] + ' UNION ALL ' + rows + ')'
    return tables.values()


def shadow_tables(sql, tables):
    """`sql` that reads from those wherever it names them."""
    if not tables:
        return sql
    ours = ',\n'.join(tables)
    own = _WITH.match(sql)
    if own:
        return '%s%s %s,%s' % (own.group(1), own.group(2), ours,
                               sql[own.end():])
    return 'WITH %s\n%s' % (ours, sql)


def schema_of(db):
    """The name before the dot that means the tables themselves."""
    schema = getattr(db, 'schema', None)
    return db.quote(schema) if schema else 'main'   # SQLite
