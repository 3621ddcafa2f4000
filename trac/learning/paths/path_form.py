# -*- coding: utf-8 -*-
"""A form on a path's page."""

from trac.core import Component, implements
from trac.resource import ResourceNotFound
from trac.web.api import IRequestHandler
from trac.web.chrome import add_warning

from learning.errors import InvalidInput, NoPath, PathNotReady
from learning.paths import access
from learning.translation import _
from learning.users.account import Accounts


class PathForm(Component):
    """Takes what a learner decides about a path of theirs."""

    abstract = True

    implements(IRequestHandler)

    #: The end of its address.
    action = ''

    # IRequestHandler methods

    def match_request(self, req):
        return access.match_path(req, '/' + self.action)

    def process_request(self, req):
        req.perm.require('LEARNING_ANSWER')
        ident = req.environ['learning.path']
        if req.method == 'POST':
            try:
                self.take(req, ident, self._account(req))
            except NoPath as e:
                raise ResourceNotFound(unicode(e))
            except PathNotReady as e:
                add_warning(req, e)
            except InvalidInput as e:
                self.refuse(req, e)
        req.redirect(req.href.learning('path', ident))

    # For subclasses

    def take(self, req, ident, account):
        """Do what the form says, and say what was done.

        :raises NoPath: when it is not this learner's.
        :raises InvalidInput, PathNotReady: when it cannot be done.
        """
        raise NotImplementedError

    def refuse(self, req, error):
        """Say what is wrong with the form. The path's page follows."""
        add_warning(req, error)

    # Internal methods

    def _account(self, req):
        account = Accounts(self.env).of_user(req.authname)
        if account is None:
            raise NoPath(_("There is no such learning path."))
        return account
