# -*- coding: utf-8 -*-
"""Takes the word of a learner: `POST /learning/path/<id>/accept`."""

from trac.web.chrome import Chrome, add_notice, add_warning

from learning.paths.acceptance import Acceptance
from learning.paths.page import PathPage
from learning.paths.path_form import PathForm
from learning.sync import publisher
from learning.translation import TEMPLATE_DOMAIN, ngettext


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

    def refuse(self, req, error):
        """The form again as it was, with what to do."""
        add_warning(req, error)
        template, data, metadata = PathPage(self.env).process_request(req)
        page = Chrome(self.env).render_template(
            req, template, data,
            dict(metadata, iterable=False, domain=TEMPLATE_DOMAIN))
        req.send(page, 'text/html', error.status)
