# -*- coding: utf-8 -*-
"""Takes the word of a learner: `POST /learning/path/<id>/accept`."""

from trac.web.chrome import add_notice

from learning.paths.acceptance import Acceptance
from learning.paths.path_form import PathForm
from learning.sync import publisher
from learning.translation import ngettext


class PathAccept(PathForm):
    """Makes a path's tickets."""

    action = 'accept'

    # PathForm methods

    def take(self, req, ident, account):
        tickets, message = Acceptance(self.env).accept(
            ident, account, req.args.getlist('step'))
        if message:
            publisher.publish_by_relay(self.env, message)
            add_notice(req, ngettext(
                "The path is yours: it has %(num)s ticket.",
                "The path is yours: it has %(num)s tickets.", len(tickets)))
