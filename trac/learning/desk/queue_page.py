# -*- coding: utf-8 -*-
"""`/learning/desk`: questions with answers that need an author, and what
authors decided lately.
"""

from trac.ticket.model import Ticket
from trac.util.html import tag
from trac.web.chrome import add_notice, add_warning

from learning import timestamps
from learning.courses.names import course_names
from learning.dates import describe_time
from learning.desk import decision_view
from learning.desk.decisions import Decisions
from learning.desk.withdrawal import take_back
from learning.errors import InvalidInput
from learning.gateway import person
from learning.pages.navigation import CountedPage, LearningPage, add_layout
from learning.questions import access
from learning.translation import _

PATH = '/api/v1/desk'
#: Questions on one page.
ROWS_PER_PAGE = 50


class DeskPage(CountedPage, LearningPage):
    """Shows authors where they are needed."""

    # INavigationContributor methods

    def get_navigation_items(self, req):
        if 'LEARNING_AUTHOR' in req.perm:
            yield 'mainnav', 'learning_desk', tag.a(
                _("Desk (%(count)s)", count=self.recent_count()),
                href=req.href.learning('desk'))

    def get_active_navigation_item(self, req):
        return 'learning_desk'

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/desk'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        course = req.args.getfirst('course', '')
        wanted = {'course': course} if course else {}
        if req.method == 'POST':
            self._take_back(req)
            back = req.args.getint('back')
            req.redirect(req.href.learning('desk', back) if back else
                         req.href.learning('desk', **wanted))
        add_layout(req, 'desk')
        found, paging = person.ask_page(self.env, req, "Desk", PATH,
                                        ROWS_PER_PAGE, wanted)
        return 'learning_desk.html', dict(
            paging, courses=course_names(self.env), course=course,
            questions=[describe_question(self.env, req, one)
                       for one in found.get('questions') or ()
                       if access.visible(self.env, req, one['ticket_id'])],
            decisions=decision_view.describe_decisions(
                self.env, req, Decisions(self.env).recent())), {}

    # CountedPage methods

    def count(self):
        return count_unsure(self.env)

    # Internal methods

    def _take_back(self, req):
        try:
            take_back(self.env, req)
        except InvalidInput as e:
            add_warning(req, e)
        else:
            add_notice(req, _("Taken back. What counted before counts again "
                              "in a moment."))


def count_unsure(env):
    """Attempts that want a person: newest ones of which the grader is unsure,
    and appealed ones."""
    return env.db_query("""
        SELECT COUNT(*) FROM (
            SELECT t.ticket, t.sub, t.attempt FROM learning_attempt t
            JOIN learning_seat s ON s.ticket=t.ticket AND s.sub=t.sub
                 AND s.last_attempt=t.attempt
            WHERE t.phase='graded' AND t.needs_review=1 AND t.person=0
            UNION SELECT ticket, sub, attempt FROM learning_appeal
            WHERE state='with_author') AS waiting
        """)[0][0]


def describe_question(env, req, found):
    """A question with its counts."""
    return dict(found, summary=Ticket(env, found['ticket_id'])['summary'],
                oldest=describe_time(req, timestamps.from_rfc3339(
                    found['oldest_at'])))
