# -*- coding: utf-8 -*-
"""One leader among all that run `learning sync`.

An advisory lock of PostgreSQL, on a connection that does nothing else: it is
free again the moment its holder dies. What is applied stays right even if
two leaders met for a moment; the lock saves the work, not the truth.
"""

from trac.db.api import DatabaseManager

from learning.database import has_postgresql


class Leader(object):
    """The lock.

    :param env: the Trac environment. On SQLite everybody leads: it serves
        one process.
    """

    def __init__(self, env):
        self.env = env
        self.cnx = None
        self.held = False

    def leads(self):
        """True while this process holds the lock; tries to get it.

        :raises: the database's error when it cannot be asked.
        """
        if not has_postgresql(self.env):
            return True
        try:
            if self.held:
                self._ask("SELECT 1")
            else:
                self.held = self._ask(
                    "SELECT pg_try_advisory_lock(hashtext("
                    "'traclearn sync ' || current_schema()))")
        except Exception:
            self.resign()
            raise
        return self.held

    def resign(self):
        """Let another lead."""
        cnx, self.cnx, self.held = self.cnx, None, False
        if cnx is not None:
            try:
                cnx.close()
            except Exception:
                self.env.log.debug("The lock's connection was gone already")

    def _ask(self, sql):
        if self.cnx is None:
            connector, args = DatabaseManager(self.env).get_connector()
            self.cnx = connector.get_connection(**args).cnx
            self.cnx.rollback()
            self.cnx.autocommit = True
        cursor = self.cnx.cursor()
        cursor.execute(sql)
        return cursor.fetchone()[0]
