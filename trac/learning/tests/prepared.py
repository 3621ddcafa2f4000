# -*- coding: utf-8 -*-
"""An environment with the plugin's tables, and what does not change while
tests run: each is made or looked up once for all of them."""

import logging

import trac.env
from trac.test import EnvironmentStub
from trac.util import get_pkginfo, translation

from learning import schema

_KEPT = {}      # of a setting of the environment: what its database holds
_FOUND = {}


class PreparedEnvironment(EnvironmentStub):
    """As `EnvironmentStub` with default data makes it and an upgrade leaves
    it. The stubs of a process share one database in memory; any other one,
    as `TRAC_TEST_DB_URI` names it, is made anew each time."""

    def __init__(self, **settings):
        super(PreparedEnvironment, self).__init__(default_data=True,
                                                  **settings)

    def reset_db(self, default_data=None):
        if not default_data:
            return super(PreparedEnvironment, self).reset_db()
        if self.dburi != 'sqlite::memory:':
            return self._made_anew()
        key = repr((sorted(self.config['components'].options()),
                    self.config.get('learning', 'ticket_type')))
        if key not in _KEPT or not restore(self, *_KEPT[key]):
            self._made_anew()
            _KEPT[key] = contents(self)

    def _made_anew(self):
        super(PreparedEnvironment, self).reset_db(True)
        schema.LearningSchema(self).upgrade_environment()


def tables_of(db):
    """Names of tables and indexes, and how they were made."""
    return db("SELECT name, type, sql FROM sqlite_master ORDER BY name")


def contents(env):
    """(how the tables are made, {table: its rows})"""
    with env.db_query as db:
        made = tables_of(db)
        return made, {name: db('SELECT * FROM "%s"' % name)
                      for name, kind, _sql in made if kind == 'table'}


def restore(env, made, rows):
    """Whether the database has such tables; then these are its rows."""
    with env.db_transaction as db:
        if tables_of(db) != made:
            return False
        for name, lines in rows.items():
            db('DELETE FROM "%s"' % name)
            if lines:
                db.executemany('INSERT INTO "%s" VALUES (%s)' % (
                    name, ','.join(['%s'] * len(lines[0]))), lines)
    return True


def install(available_locales=translation.get_available_locales):
    """What Trac looks up of its own installation at every page."""
    _FOUND['locales'] = tuple(available_locales())
    translation.get_available_locales = lambda: list(_FOUND['locales'])
    trac.env.get_pkginfo = look_up
    # A record of the log says neither where nor in which thread it was made.
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = 0


def look_up(module):
    if module not in _FOUND:
        _FOUND[module] = get_pkginfo(module)
    return dict(_FOUND[module])
