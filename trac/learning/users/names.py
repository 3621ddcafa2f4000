# -*- coding: utf-8 -*-
"""Whose name is whose: nobody looks like the system or like staff.

A display name is what people type in Trac's preferences or what the identity
provider says. It is judged whenever it is shown, not only when it is saved:
staff may come later than who imitates them.
"""

import time

from trac.core import Component
from trac.perm import PermissionSystem

from learning.permissions.policy import is_staff
from learning.users.directory import Directory

#: Who grades, as far as Trac is concerned. Not an e-mail, so never a user.
AUTHOR = 'TracLearn'

#: Seconds for which an answer to "who is staff" holds; Trac keeps what it
#: read of a person's permissions as long.
STAFF_CACHE_S = 5


class Names(Component):
    """Says which name may stand for whom."""

    def __init__(self):
        self._read = (None, None, None)
        self._shown = (None, 0, None)

    # Public API

    def may_use(self, name, username=None):
        """May this person be shown under the name?

        :param username: None for somebody without an account.
        """
        directory = self._directory()
        return self._is_free(directory.claim(name, username), username, {})

    def is_of_system(self, name):
        """Would the name be read as the system's own?"""
        return self._directory().claim(name, None).barred

    def is_known(self, username):
        """Is this the user name of an account, or a subject of permissions?"""
        return username in self._directory().usernames

    def shares_hidden_address(self, username):
        """Is this somebody who looks like staff while addresses are hidden?
        """
        others = self._directory().sharing_hidden_address(username)
        return any(is_staff(self.env, other) for other in others) and \
            not is_staff(self.env, username)

    def known_users(self):
        """Trac's list of (user name, name, e-mail) without what is not
        theirs, and the same by user name."""
        directory = self._directory()
        source, until, shown = self._shown
        if source is not directory or time.time() > until:
            shown = self._without_taken(directory)
            self._shown = (directory, time.time() + STAFF_CACHE_S, shown)
        return shown

    # Internal methods

    def _directory(self):
        """Made anew when people or permissions change."""
        users = self.env._known_users
        permissions = PermissionSystem(self.env).get_all_permissions()
        last_users, last_permissions, directory = self._read
        if users is not last_users or permissions != last_permissions:
            directory = Directory(AUTHOR, self.env.project_name, users,
                                  {subject for subject, _ in permissions},
                                  directory)
            self._read = (users, permissions, directory)
        return directory

    def _without_taken(self, directory):
        staff = {}
        taken = {username for username, claim in directory.claims.items()
                 if not self._is_free(claim, username, staff)}
        rows = [(username, None if username in taken else name, email)
                for username, name, email in directory.users]
        return rows, {row[0]: row[1:] for row in rows}

    def _is_free(self, claim, username, staff):
        if claim.barred or not (claim.reserved or claim.rivals):
            return not claim.barred

        def known(name):
            if name not in staff:
                staff[name] = is_staff(self.env, name)
            return staff[name]

        if username and known(username):
            return True
        return not claim.reserved and not any(map(known, claim.rivals))
