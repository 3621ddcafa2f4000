# -*- coding: utf-8 -*-
"""The user name of somebody who signs in for the first time.

It is the verified e-mail address, or what the administrator of a Trac that
had users before says: tickets and permissions of `alice` stay hers.
"""

import re

from trac.config import ConfigSection
from trac.core import Component

from learning.errors import LearningError, NameTaken

_EMAIL = re.compile(r'^[^\s@<>"\',;:]+@[^\s@<>"\',;:]+$')
#: Names that stand for many, or for the system: nobody's account.
_RESERVED = re.compile(r'(anonymous|authenticated|traclearn|cognito(-.*)?)?\Z',
                       re.IGNORECASE)


class UserMapping(Component):
    """Gives people who sign in the user names they had in this Trac."""

    section = ConfigSection('learning-users',
        """User names of people who had one in this Trac before they signed
        in with Cognito, like `alice@example.org = alice`. An address that
        is not named here is its own user name. It is read when somebody
        signs in for the first time; who has signed in keeps the name.""")

    def username_of(self, email):
        """The user name for a verified address.

        A name in the section belongs to the address before it alone: nobody
        gets it because an address of theirs reads the same.

        :raises NameTaken: when the name is meant for another address.
        :raises LearningError: when it is no address, or no name for a person.
        """
        address = normalize_address(email)
        names = {known.lower(): name.strip()
                 for known, name in self.section.options()}
        if address not in names:
            if address in (name.lower() for name in names.values()):
                raise NameTaken(u"The name %s is kept for another address."
                                % address)
            return address
        if _RESERVED.match(names[address]):
            raise LearningError(
                u"[learning-users] gives %s the name \"%s\", which is not a "
                u"person's." % (address, names[address]))
        return names[address]


def normalize_address(email):
    """A verified e-mail in lower case.

    :raises LearningError: when it is no address, for instance a name that Trac
        gives to a group.
    """
    address = (email or u'').strip().lower()
    if not _EMAIL.match(address) or len(address) > 254:
        raise LearningError(u"The account has no usable e-mail address.")
    return address
