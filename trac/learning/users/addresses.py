# -*- coding: utf-8 -*-
"""Addresses that Trac hides on the page but not beside it.

User names are e-mail addresses here. A page's script gets them raw, and so
do columns of a report that Trac does not know to hold people.
"""

import re
from functools import wraps

from trac.core import implements
from trac.ticket.report import ReportModule
from trac.util.html import Fragment, Markup
from trac.util.text import obfuscate_email_address
from trac.web.api import IRequestFilter
from trac.web.chrome import Chrome

from learning.participant import Participant
from learning.tickets import csv_export

_ADDRESS = re.compile(r'[^\s@<>"\'`,;:()\[\]\\]+@[^\s@<>"\'`,;:()\[\]\\]*'
                      r'[^\s@<>"\'`,;:()\[\]\\.!?]')
_ADDRESSES = re.compile(r'\s*{0}(?:[\s,;]+{0})*\s*\Z'.format(_ADDRESS.pattern))
#: Columns of a report that Trac shows by name itself.
_PEOPLE = ('reporter', 'owner', 'cc')


class AddressHiding(Participant):
    """Keeps addresses out of scripts and reports for people who may not see
    them (`EMAIL_VIEW`, `[trac] show_email_addresses`)."""

    implements(IRequestFilter)

    def __init__(self):
        install()
        csv_export.install()

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        if template and not self.shows(req):
            script = req.chrome.get('script_data')
            if script:
                req.chrome['script_data'] = hide_addresses(script)
            if 'replyto' in req.args and 'comment' not in req.args:
                # It quotes another comment.
                data['comment'] = hide_addresses(data.get('comment'))
        return template, data, metadata

    # Public API

    def shows(self, req):
        """May this person see addresses?"""
        return Chrome(self.env).show_email_addresses or \
            'EMAIL_VIEW' in req.perm


def hide_addresses(value):
    """What a script gets, with `ada@…` for each address in it."""
    if isinstance(value, dict):
        return {key: hide_addresses(item) for key, item in value.iteritems()}
    if isinstance(value, (list, tuple)):
        return [hide_addresses(item) for item in value]
    if isinstance(value, (Fragment, Markup)):
        return Markup(hide_addresses(unicode(value)))
    if isinstance(value, basestring):
        return _ADDRESS.sub(lambda found: obfuscate_email_address(
            found.group()), value)
    return value


def install():
    """Wrap what has no extension point. Once is enough."""
    original = ReportModule.execute_paginated_report
    if not hasattr(original, 'learning_addresses'):
        ReportModule.execute_paginated_report = _report(original)


def _report(original):
    @wraps(original)
    def execute_paginated_report(self, req, *args, **kw):
        result = original(self, req, *args, **kw)
        if len(result) > 2 and self.env.is_enabled(AddressHiding) and \
                not AddressHiding(self.env).shows(req):
            columns, rows = result[:2]
            chrome = Chrome(self.env)
            result = (columns, [name_cells(chrome, req, columns, row)
                                for row in rows]) + tuple(result[2:])
        return result
    execute_paginated_report.learning_addresses = True
    return execute_paginated_report


def name_cells(chrome, req, columns, row):
    """A report's row, with names for cells that are addresses."""
    return [chrome.format_emails(req, cell)
            if isinstance(cell, basestring) and
            column.strip('_') not in _PEOPLE and _ADDRESSES.match(cell)
            else cell for column, cell in zip(columns, row)]
