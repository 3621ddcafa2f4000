# -*- coding: utf-8 -*-
"""Half of what Trac's ticket pages load is jQuery UI, for the calendars of
fields that are times. Where a ticket has none, it is left out.
"""

from functools import wraps

from trac.core import implements
from trac.web.api import IRequestFilter
from trac.web.chrome import Chrome

from learning.participant import Participant

TICKET_PAGES = ('ticket.html', 'learning_ticket.html', 'ticket_preview.html')
VIEWS = ('milestone_view.html',)


class UnusedLibraries(Participant):
    """Leaves jQuery UI out of pages that use none of it.

    Trac asks for it once on these pages. Where another plugin asks, too, it
    stays.
    """

    implements(IRequestFilter)

    def __init__(self):
        install()

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        if not Chrome(self.env).jquery_ui_location and \
                getattr(req, 'jquery_ui_asked', 0) == 1 and \
                is_unused(template, data):
            leave_out(req)
        return template, data, metadata


def is_unused(template, data):
    """Is there nothing on the page that chooses a time?"""
    if template in TICKET_PAGES:
        return not any(field.get('type') == 'time' and not field.get('skip')
                       for field in data.get('fields') or ())
    return template in VIEWS


def leave_out(req):
    """Take away what `add_jquery_ui` added."""
    page = req.chrome
    page['scripts'] = [one for one in page['scripts']
                       if 'jquery-ui' not in one['attrs']['src']]
    page['scriptset'] = {name for name in page['scriptset']
                         if 'jquery-ui' not in name}
    page['links']['stylesheet'] = [one for one in page['links']['stylesheet']
                                   if 'jquery-ui' not in one['href']]
    page['linkset'] = {name for name in page['linkset']
                       if 'jquery-ui' not in name}
    page['script_data'].pop('jquery_ui', None)


def install():
    """Wrap what adds it. Once is enough."""
    original = Chrome.add_jquery_ui
    if not hasattr(original, 'learning'):
        Chrome.add_jquery_ui = _counted(original)


def _counted(original):
    @wraps(original)
    def add_jquery_ui(self, req):
        req.jquery_ui_asked = getattr(req, 'jquery_ui_asked', 0) + 1
        return original(self, req)
    add_jquery_ui.learning = True
    return add_jquery_ui
