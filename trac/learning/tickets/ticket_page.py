# -*- coding: utf-8 -*-
"""The page of a ticket, shown where something about it was refused: who wrote
stays where they are.
"""

from trac.ticket.web_ui import TicketModule
from trac.web.chrome import Chrome
from trac.web.main import RequestDispatcher


def render_ticket(env, req, ticket):
    """The page as a GET of the ticket gives it, with what request filters
    add. The request is a GET of it from here on."""
    req.environ['REQUEST_METHOD'] = 'GET'
    req.args.clear()
    req.args['id'] = str(ticket)
    dispatcher = RequestDispatcher(env)
    answer = TicketModule(env).process_request(req)
    template, data, metadata = dispatcher._post_process_request(
        req, *answer)[:3]
    return Chrome(env).render_template(req, template, data,
                                       dict(metadata, iterable=False))
