# -*- coding: utf-8 -*-
"""Takes the word of a learner: `POST /learning/path/<id>/accept`."""

from trac.core import Component, implements
from trac.resource import ResourceNotFound
from trac.web.api import IRequestHandler
from trac.web.chrome import add_notice, add_warning

from learning.errors import InvalidInput, NoPath, PathNotReady
from learning.paths import access
from learning.paths.acceptance import Acceptance
from learning.sync import publisher
from learning.translation import _, ngettext
from learning.users.account import Accounts


class PathAccept(Component):
    """Makes a path's tickets."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return access.match_path(req, '/accept')

    def process_request(self, req):
        req.perm.require('LEARNING_ANSWER')
        ident = req.environ['learning.path']
        if req.method == 'POST':
            try:
                self._accept(req, ident)
            except NoPath as e:
                raise ResourceNotFound(unicode(e))
            except (InvalidInput, PathNotReady) as e:
                add_warning(req, e)
        req.redirect(req.href.learning('path', ident))

    # Internal methods

    def _accept(self, req, ident):
        account = Accounts(self.env).of_user(req.authname)
        if account is None:
            raise NoPath(_("There is no such learning path."))
        tickets, message = Acceptance(self.env).accept(
            ident, account, req.args.getlist('step'))
        if message:
            publisher.publish_by_relay(self.env, message)
            add_notice(req, ngettext(
                "The path is yours: it has %(num)s ticket.",
                "The path is yours: it has %(num)s tickets.", len(tickets)))
