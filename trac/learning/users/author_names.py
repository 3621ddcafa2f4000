# -*- coding: utf-8 -*-
"""Who wrote something, as pages, feeds and mails say it.

All of them ask `Chrome.format_author`, which asks for the known users. There
is no extension point, so these methods are wrapped, once in a process; they
do nothing in an environment without this plugin.
"""

import re
from functools import wraps

from trac.env import Environment
from trac.util.text import is_obfuscated
from trac.web.chrome import Chrome

from learning.participant import Participant
from learning.translation import _
from learning.users.directory import SYSTEM
from learning.users.names import AUTHOR, Names
from learning.users.skeleton import skeleton

#: Authors that Trac itself writes down: of its wiki pages, from the shell.
TRAC_AUTHORS = ('trac', 'trac-admin', 'admin')

_ADDRESS = re.compile(r'\s*<[^<>]*>\s*$')


class AuthorNames(Participant):
    """Shows names that are not somebody's own as the address behind them, and
    marks what the system itself says."""

    def __init__(self):
        install()

    # Public API

    def shown(self, author, name, shows_email):
        """What stands for an author.

        :param name: what Trac would show. :param shows_email: whether
            addresses are shown to who asks.
        """
        if author == AUTHOR:
            return Shown(system_name())
        names = Names(self.env)
        if not author or author == 'anonymous':
            return Shown(name)
        if not names.is_known(author):
            return Shown(self._without_account(names, author, name))
        if '@' not in author or shows_email:
            return Shown(name)
        if is_obfuscated(name):
            return Shown(self._hidden_address(names, author, name))
        return NameForAddress(name)

    # Internal methods

    def _hidden_address(self, names, author, name):
        """`ada@…` is all that is seen of an address: that of somebody else
        may look the same."""
        if names.is_of_system(author.partition('@')[0]):
            return _("anonymous")
        if names.shares_hidden_address(author):
            return _("%(name)s (not staff)", name=name)
        return name

    def _without_account(self, names, author, name):
        """Somebody who posted unsigned, or wrote a changeset elsewhere."""
        said = _ADDRESS.sub('', author)
        if author.lower() in TRAC_AUTHORS or names.may_use(said):
            return name
        if names.is_of_system(said) or skeleton(said) in SYSTEM:
            return _("anonymous")
        return _("%(name)s (not verified)", name=name)


class Shown(unicode):
    """What stands for an author. Trac formats some of them twice."""

    def __unicode__(self):
        return self


class NameForAddress(Shown):
    """The name of somebody whose address is hidden from who asks.

    Trac links a name to a query by the user name, which is the address,
    unless what it shows `is_obfuscated`.
    """

    def __contains__(self, part):
        return is_obfuscated(part) or unicode.__contains__(self, part)


def system_name():
    """The system's name with its mark, in words."""
    return _("%(name)s (automatic)", name=AUTHOR)


def install():
    """Wrap what has no extension point. Once is enough."""
    if hasattr(Chrome.format_author, 'learning'):
        return
    Environment.get_known_users = _known_users(Environment.get_known_users)
    Chrome.author_class = _author_class(Chrome.author_class)
    Chrome.format_emails = _format_emails(Chrome.format_emails)
    Chrome.format_author = _format_author(Chrome.format_author)


def _known_users(original):
    @wraps(original)
    def get_known_users(self, as_dict=False):
        if not self.is_enabled(AuthorNames):
            return original(self, as_dict)
        rows, by_user = Names(self).known_users()
        return by_user if as_dict else iter(rows)
    return get_known_users


def _format_author(original):
    @wraps(original)
    def format_author(self, req, author, resource=None, show_email=None):
        if isinstance(author, Shown):
            return author
        name = original(self, req, author, resource, show_email)
        if not self.env.is_enabled(AuthorNames):
            return name
        if show_email is None:
            show_email = self.show_email_addresses or \
                bool(req) and 'EMAIL_VIEW' in req.perm(resource)
        return AuthorNames(self.env).shown(author, name, show_email)
    format_author.learning = True
    return format_author


def _format_emails(original):
    @wraps(original)
    def format_emails(self, context, value, sep=', '):
        return value if isinstance(value, Shown) else \
            Shown(original(self, context, value, sep))
    return format_emails


def _author_class(original):
    @wraps(original)
    def author_class(self, req, author):
        found = original(self, req, author)
        if author == AUTHOR and self.env.is_enabled(AuthorNames):
            found += ' learning-system'
        return found
    return author_class
