# -*- coding: utf-8 -*-
"""`/learning/operate`: whether learners wait, since when and why; and what
failed, for staff.
"""

from trac.core import Component, implements
from trac.util.html import tag
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome, INavigationContributor, add_script

from learning.answers import view
from learning.auth import return_url
from learning.desk.queue_page import count_unsure
from learning.operations import status, trouble
from learning.pages.navigation import CountedPage, add_styles
from learning.translation import TEMPLATE_DOMAIN, _, gettext
from learning.web import json_reply


class OperatePage(CountedPage, Component):
    """Shows operators what needs them."""

    implements(IRequestHandler, INavigationContributor)

    # INavigationContributor methods

    def get_active_navigation_item(self, req):
        return 'learning_operate'

    def get_navigation_items(self, req):
        if 'LEARNING_OPERATE' in req.perm:
            yield 'mainnav', 'learning_operate', tag.a(
                _("Operate (%(count)s)", count=self.recent_count()),
                href=req.href.learning('operate'))

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/operate'

    def process_request(self, req):
        req.perm.require('LEARNING_OPERATE')
        add_styles(req)
        add_script(req, 'learning/js/watch.js')
        add_script(req, 'learning/js/operate.js')
        return 'learning_operate.html', {
            'now': status.describe_now(self.env, req),
            'state': req.href.learning('operate', 'state'),
            'refresh': req.href.login('refresh'),
            'sign_in': return_url.login_url(req, return_url.current_url(req)),
            'troubles': [self._trouble(req, one)
                         for one in trouble.troubles(self.env)],
            'stuck': [dict(one._asdict(),
                           since=view.describe_time(req, one.created))
                      for one in trouble.stuck_events(self.env)],
            'with_authors': count_unsure(self.env),
            'author': 'LEARNING_AUTHOR' in req.perm,
            'count': self.count(), 'shown': trouble.MAX_ROWS}, {}

    # CountedPage methods

    def count(self):
        return trouble.count_troubles(self.env)

    # Internal methods

    def _trouble(self, req, one):
        phase = view.phase_or_delayed(one.phase, one.phase_at)
        return dict(one._asdict(), href=req.href.ticket(one.ticket),
                    since=view.describe_time(req, one.phase_at),
                    title=gettext(view.TITLES[phase]),
                    reason=trouble.reason_of(one))


class OperateState(Component):
    """Tells an open page how it stands now."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/operate/state'

    def process_request(self, req):
        req.perm.require('LEARNING_OPERATE')
        found = status.describe_now(self.env, req)
        json_reply.unless_known(req, '"%s"' % found['tag'])
        html = Chrome(self.env).render_fragment(
            req, 'learning_operate_now.html', {'now': found},
            domain=TEMPLATE_DOMAIN)
        json_reply.send(req, 200, {'html': unicode(html),
                                   'said': found['said'],
                                   'tag': found['tag'],
                                   'waiting': bool(found['rows'])})
