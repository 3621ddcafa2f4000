# -*- coding: utf-8 -*-
"""`POST /learning/path/<id>/accept_step` and `…/decline_step`."""

from trac.web.chrome import add_notice

from learning.paths.path_form import PathForm
from learning.paths.step_acceptance import StepAcceptance
from learning.sync import publisher
from learning.translation import _


class StepAccept(PathForm):
    """Takes a proposed step into a path."""

    action = 'accept_step'

    # PathForm methods

    def take(self, req, ident, account):
        ticket, message = StepAcceptance(self.env).accept(
            ident, account, req.args.getfirst('step', ''))
        if message:
            publisher.publish_by_relay(self.env, message)
            add_notice(req, _("The path has one more step: ticket #%(id)s.",
                              id=ticket))


class StepDecline(PathForm):
    """Leaves a path as it is."""

    action = 'decline_step'

    # PathForm methods

    def take(self, req, ident, account):
        message = StepAcceptance(self.env).decline(
            ident, account, req.args.getfirst('step', ''))
        if message:
            publisher.publish_by_relay(self.env, message)
            add_notice(req, _("The path stays as it was."))
