# -*- coding: utf-8 -*-
"""Who is who: Cognito's `sub` outside of Trac, a user name inside.

The user name is the verified e-mail with which the account first signed in,
or what `[learning-users]` says for it (`learning.users.mapping`). It stays
bound to that `sub`: tickets and comments keep their author, and nobody else
gets the name, even when the address is given to another person.
"""

import json
from collections import namedtuple

from learning.errors import LearningError, NameTaken
from learning.users.mapping import UserMapping, normalize_address

#: sub, username, name: text; groups: tuple of text; seen: microseconds.
Account = namedtuple('Account', 'sub username name groups seen')

#: SQLite's limit was 999 for long (SQLITE_MAX_VARIABLE_NUMBER).
MAX_VALUES = 500
_COLUMNS = 'sub, username, name, groups, seen'


class Accounts(object):
    """The table learning_account.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def of_sub(self, sub):
        """The account of a learner, or None."""
        return self._one('sub', sub)

    def of_subs(self, subs):
        """{sub: `Account`} of those that there are, in a few queries."""
        return {found[0]: _account(found)
                for some in in_batches(sorted(subs))
                for found in self.env.db_query(
                    "SELECT %s FROM learning_account WHERE sub IN (%s)"
                    % (_COLUMNS, ','.join(['%s'] * len(some))), some)}

    def of_user(self, username):
        """The account behind a Trac user name, or None."""
        return self._one('username', username)

    def of_address(self, email):
        """The account of whoever signed in with this address, or None."""
        try:
            return self.of_user(UserMapping(self.env).username_of(email))
        except LearningError:
            return None

    def bind(self, sub, email, name, groups, issued):
        """Make or refresh the account that a verified token speaks of.

        :param email: the verified address.
        :param groups: the token's groups.
        :param issued: when the token was issued, in microseconds: of two
            tokens the newer one says which groups count.
        :return: the `Account` as it now stands.
        :raises NameTaken: when another sub holds the user name.
        """
        known = self.of_sub(sub)
        if known is None:
            username = UserMapping(self.env).username_of(email)
            known = self._insert(Account(sub, username, name or '',
                                         tuple(groups), issued), email)
        if issued <= known.seen:
            return known
        return self._refresh(known, name, groups, issued)

    def _insert(self, account, email):
        try:
            with self.env.db_transaction as db:
                db("INSERT INTO learning_account (%s) "
                   "VALUES (%%s, %%s, %%s, %%s, %%s)" % _COLUMNS,
                   account_row(account))
                _introduce(db, account, normalize_address(email))
        except self.env.db_exc.IntegrityError:
            known = self.of_sub(account.sub)
            if known is not None:   # a parallel request was first
                return known
            if self.of_user(account.username) is None:
                raise
            raise NameTaken(u"Another account already uses the name %s."
                            % account.username)
        self.env.invalidate_known_users_cache()
        return account

    def _refresh(self, known, name, groups, issued):
        account = known._replace(name=name or known.name,
                                 groups=tuple(groups), seen=issued)
        self.env.db_transaction("""
            UPDATE learning_account SET name=%s, groups=%s, seen=%s
            WHERE sub=%s AND seen < %s
            """, (account.name, json.dumps(account.groups), issued,
                  account.sub, issued))
        return account

    def _one(self, column, value):
        for found in self.env.db_query(
                "SELECT %s FROM learning_account WHERE %s=%%s"
                % (_COLUMNS, column), (value,)):
            return _account(found)


def _account(row):
    return Account(row[0], row[1], row[2],
                   tuple(json.loads(row[3] or '[]')), row[4])


def in_batches(values):
    """Lists of as many as a statement of SQLite takes in any build."""
    values = list(values)
    return [values[at:at + MAX_VALUES]
            for at in range(0, len(values), MAX_VALUES)]


def account_row(account):
    """The account as the table holds it."""
    return (account.sub, account.username, account.name,
            json.dumps(account.groups), account.seen)


def _introduce(db, account, email):
    """Let Trac know the user before the first page: name and e-mail. Who had
    a name in this Trac before keeps what stands there."""
    if db("SELECT 1 FROM session WHERE sid=%s AND authenticated=1",
          (account.username,)):
        return
    db("INSERT INTO session (sid, authenticated, last_visit) "
       "VALUES (%s, 1, %s)", (account.username, account.seen // 1000000))
    db.executemany(
        "INSERT INTO session_attribute (sid, authenticated, name, value) "
        "VALUES (%s, 1, %s, %s)",
        [(account.username, 'email', email)] +
        ([(account.username, 'name', account.name)] if account.name else []))
