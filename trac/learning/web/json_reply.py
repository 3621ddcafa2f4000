# -*- coding: utf-8 -*-
"""Answers for a page's script."""

import json

from trac.web.api import RequestDone


def is_wanted(req):
    """Whether a page's script asks, and no person."""
    return req.get_header('Accept') == 'application/json'


def unless_known(req, tag):
    """End with 304 when the page has this already; else say what it is."""
    req.send_header('ETag', tag)
    if req.get_header('If-None-Match') != tag:
        return
    req.send_response(304)
    req.send_header('Content-Length', 0)
    req.end_headers()
    raise RequestDone


def send(req, status, answer):
    """End with JSON."""
    req.send(json.dumps(answer).encode('utf-8'), 'application/json', status)
