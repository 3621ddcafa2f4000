# -*- coding: utf-8 -*-
"""Half of what Trac's ticket pages load is jQuery UI, for the calendars of
fields that are times. Where a ticket has none, it is left out; where a page
has one that few open, it comes when they do.
"""

from functools import wraps

from trac.core import implements
from trac.web.api import IRequestFilter
from trac.web.chrome import Chrome, add_script, add_script_data

from learning.participant import Participant

TICKET_PAGES = ('ticket.html', 'learning_ticket.html', 'ticket_preview.html')
VIEWS = ('milestone_view.html',)
#: Pages where a time is chosen, if at all, after they are open.
ON_DEMAND = ('query.html', 'timeline.html')


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
                getattr(req, 'jquery_ui_asked', 0) == 1:
            if is_unused(template, data):
                leave_out(req)
            elif template in ON_DEMAND:
                put_off(req)
        return template, data, metadata


def is_unused(template, data):
    """Is there nothing on the page that chooses a time?"""
    if template in TICKET_PAGES:
        return not any(field.get('type') == 'time' and not field.get('skip')
                       for field in data.get('fields') or ())
    return template in VIEWS


def put_off(req):
    """Leave it to `calendar.js` to load it when somebody comes to a time."""
    settings = req.chrome['script_data']['jquery_ui']
    add_script_data(req, learning_calendar={
        'scripts': [one['attrs']['src'] for one in req.chrome['scripts']
                    if 'jquery-ui' in one['attrs']['src']],
        'styles': [one['href'] for one in req.chrome['links']['stylesheet']
                   if 'jquery-ui' in one['href']]})
    leave_out(req)
    add_script_data(req, jquery_ui=settings)
    add_script(req, 'learning/js/calendar.js')


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
