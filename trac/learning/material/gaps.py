# -*- coding: utf-8 -*-
"""`/learning/gaps`: what learners asked for and the material does not cover,
what most of them want first.
"""

from trac.util.text import exception_to_unicode

from learning import timestamps
from learning.answers.view import describe_time
from learning.errors import GatewayError
from learning.gateway import person
from learning.pages.navigation import LearningPage, add_layout

PATH = '/api/v1/learning-paths/gaps'
#: Gaps on one page of the list.
ROWS_PER_PAGE = 50


class GapsPage(LearningPage):
    """Shows authors what is missing."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/gaps'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        add_layout(req, 'gaps')
        after = req.args.getint('after', 0, min=0, max=1000000)
        found, trouble = {}, None
        try:
            found = person.ask(self.env, req, 'GET', PATH, query={
                'after': after, 'limit': ROWS_PER_PAGE})
        except GatewayError as e:
            self.log.warning("Gaps: %s", exception_to_unicode(e))
            trouble = person.error_message(e)
        return 'learning_gaps.html', {
            'gaps': [describe_gap(req, gap)
                     for gap in found.get('gaps') or ()],
            'trouble': trouble, 'after': after, 'next': found.get('next'),
        }, {}


def describe_gap(req, gap):
    """A gap as the page says it."""
    return {'goal': gap['goal'], 'learners': gap['learners'],
            'requests': gap['requests'], 'nearest': gap['nearest'],
            'last': describe_time(req, timestamps.from_rfc3339(
                gap['last_at']))}
