# -*- coding: utf-8 -*-
"""Everybody's names by what they look like, to find who looks like whom."""

import unicodedata
from collections import namedtuple

from learning.users.skeleton import look_of, skeleton

#: The system's, alone and beside other words.
SYSTEM = frozenset(skeleton(name) for name in (
    u'trac', u'trac-admin', u'admin', u'administrator', u'automatic'))
#: The system's when nothing but digits and signs stands beside them.
ROLES = frozenset(skeleton(name) for name in (
    u'anonymous', u'authenticated', u'none', u'system', u'root', u'staff',
    u'moderator', u'operator', u'grader'))

#: In the place of a user name: who holds the project's name.
PROJECT = ''

#: barred: nobody may use the name; reserved: staff may; rivals: the user
#: names of those whom it looks like.
Claim = namedtuple('Claim', 'barred reserved rivals')
FREE = Claim(False, False, frozenset())


class Directory(object):
    """Names and user names of all people.

    :param system: the name under which the system speaks.
    :param project: the project's name.
    :param users: Trac's (user name, name, e-mail).
    :param subjects: who else has permissions.
    :param last: the directory before this one: what a name looks like is not
        worked out again.
    """

    def __init__(self, system, project, users, subjects, last=None):
        known = last._looks if last else {}
        self._looks = {name: known.get(name) or look_of(name)
                       for user in users for name in user[:2] if name}
        self._holders = {}
        self._system = skeleton(system)
        self.usernames = {user[0] for user in users} | set(subjects)
        self._add(PROJECT, project)
        self._hidden = {}
        for name in self.usernames:
            self._add(name, name)
            self._hidden.setdefault(hidden_look(name), set()).add(name)
        for username, name, _email in users:
            if name:
                self._add(username, name)
        self.users = [(username, name, self._own(username, email))
                      for username, name, email in users]
        claims = {username: self.claim(name, username)
                  for username, name, _email in users if name}
        #: {user name: `Claim`} of those whose name is not plainly free.
        self.claims = {username: claim for username, claim in claims.items()
                       if claim != FREE}

    def claim(self, name, username):
        """What stands against a name; `username` is None without an
        account."""
        look = self._look(name)
        barred = look.odd or self._system in ''.join(look.words) or \
            username is not None and is_address_of_other(name, username)
        is_address = username is None and '@' in name
        reserved, rivals = False, set()
        for shape, whole in parts(look):
            if not is_address and (shape in SYSTEM or
                                   whole and shape in ROLES):
                reserved = True
            for holder, single in self._holders.get(shape, ()):
                if holder != username and (whole or not single):
                    rivals.add(holder)
        for holder, _single in self._holders.get(in_any_order(look), ()):
            if holder != username:
                rivals.add(holder)
        return Claim(barred, reserved or PROJECT in rivals,
                     frozenset(rivals - {PROJECT}))

    def sharing_hidden_address(self, username):
        """Those whose address looks the same up to the @."""
        return self._hidden.get(hidden_look(username), set()) - {username}

    # Internal methods

    def _add(self, username, name):
        look = self._look(name)
        for shape in (''.join(look.words), in_any_order(look)):
            if shape:
                self._holders.setdefault(shape, set()).add(
                    (username, len(look.letters) < 2))

    def _look(self, name):
        return self._looks.get(name) or look_of(name)

    def _own(self, username, email):
        """The e-mail, unless it is the user name of somebody else."""
        taken = email and email.strip().lower() != username.lower() and \
            email.strip().lower() in self.usernames
        return None if taken else email


def parts(look):
    """(skeleton, whether no letters stand beside it) of all runs of words."""
    for start in range(len(look.words)):
        shape = ''
        for end in range(start, len(look.words)):
            shape += look.words[end]
            yield shape, not look.letters or \
                start <= look.letters[0] and look.letters[-1] <= end


def hidden_look(username):
    """What is left of a user name where addresses are hidden."""
    return skeleton(username.partition('@')[0])


def in_any_order(look):
    """`Doe, Ann` as `Ann Doe`."""
    return tuple(sorted(look.words))


def is_address_of_other(name, username):
    """Does the name hold an address that is not this person's user name?"""
    return u'@' in unicodedata.normalize('NFKC', name) and \
        name.strip().lower() != username.lower()
