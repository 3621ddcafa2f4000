# -*- coding: utf-8 -*-
"""Who may decide about a ticket's answers."""

from trac.resource import ResourceNotFound

from learning.questions import access
from learning.translation import _


def require_author(env, req):
    """The ticket of this request, which its author may decide about."""
    return require_author_of(env, req, req.environ['learning.ticket'])


def require_author_of(env, req, ticket):
    """The ticket, if its author may see it and decide about it: a site's
    authors may be none of a ticket that a policy keeps from them."""
    resource = access.visible(env, req, ticket)
    if resource is None:
        raise ResourceNotFound(_("Ticket %(id)s does not exist.", id=ticket))
    req.perm(resource).require('LEARNING_AUTHOR')
    return ticket
