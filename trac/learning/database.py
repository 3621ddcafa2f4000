# -*- coding: utf-8 -*-
"""Which database this Trac has. Learning needs locks that hold between
processes; Trac on SQLite has none that last.
"""


def database_scheme(env):
    """The name before the colon in `[trac] database`."""
    return env.config.get('trac', 'database').partition(':')[0]


def has_postgresql(env):
    """Can learners be many, and processes more than one?"""
    return database_scheme(env) == 'postgres'
