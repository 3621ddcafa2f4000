# -*- coding: utf-8 -*-
"""`/learning/gaps`: what learners asked for and the material does not cover,
what most of them want first.
"""

from learning import timestamps
from learning.dates import describe_time
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
        found, paging = person.ask_page(self.env, req, "Gaps", PATH,
                                        ROWS_PER_PAGE)
        return 'learning_gaps.html', dict(
            paging, gaps=[describe_gap(req, gap)
                          for gap in found.get('gaps') or ()]), {}


def describe_gap(req, gap):
    """A gap as the page says it."""
    return {'goal': gap['goal'], 'learners': gap['learners'],
            'requests': gap['requests'], 'nearest': gap['nearest'],
            'last': describe_time(req, timestamps.from_rfc3339(
                gap['last_at']))}
