# -*- coding: utf-8 -*-
"""`POST /learning/path/<id>/rename` and `…/give_up`."""

from trac.web.chrome import add_notice

from learning.paths.path_changes import PathChanges
from learning.paths.path_form import PathForm
from learning.sync import publisher
from learning.translation import _, ngettext


class PathRename(PathForm):
    """Gives a path the title that its learner wants."""

    action = 'rename'

    # PathForm methods

    def take(self, req, ident, account):
        message = PathChanges(self.env).rename(ident, account,
                                               req.args.getfirst('title', ''))
        if message:
            publisher.publish_by_relay(self.env, message)
            add_notice(req, _("The path has its new title."))


class PathGiveUp(PathForm):
    """Gives a path up."""

    action = 'give_up'

    # PathForm methods

    def take(self, req, ident, account):
        done, message = PathChanges(self.env).give_up(ident, account)
        if message:
            publisher.publish_by_relay(self.env, message)
            for said in describe_consequences(done):
                add_notice(req, said)


def describe_consequences(done):
    """What became of the tickets, in words."""
    yield _("You gave the path up.")
    if done.closing:
        yield ngettext("%(num)s ticket without an answer was closed.",
                       "%(num)s tickets without an answer were closed.",
                       len(done.closing))
    if done.answered:
        yield ngettext("%(num)s ticket with an answer stays as it is.",
                       "%(num)s tickets with an answer stay as they are.",
                       len(done.answered))
    if done.shared:
        yield ngettext("%(num)s ticket stays open for another path.",
                       "%(num)s tickets stay open for other paths.",
                       len(done.shared))
