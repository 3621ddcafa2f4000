# -*- coding: utf-8 -*-
"""`/learning/desk/<ticket>/ruling`: which grades a ruling would move, before
it is made.
"""

import re

from trac.web.chrome import add_notice, add_warning

from learning.desk import view
from learning.desk.author import require_author
from learning.desk.ruling import Rulings, check_ruling, read_ruling_form
from learning.desk.trial import try_ruling
from learning.errors import InvalidInput
from learning.generated_questions.listing import account_of
from learning.pages.navigation import LearningPage, add_layout
from learning.sync import publisher
from learning.translation import _


class RulingPage(LearningPage):
    """Shows what a ruling would do, and makes it."""

    # INavigationContributor methods

    def get_active_navigation_item(self, req):
        return 'learning_desk'

    # IRequestHandler methods

    def match_request(self, req):
        match = re.match(r'/learning/desk/(\d{1,10})/ruling$', req.path_info)
        if match:
            req.environ['learning.ticket'] = int(match.group(1))
            return True

    def process_request(self, req):
        ticket = require_author(self.env, req)
        ruling = read_ruling_form(req.args)
        try:
            check_ruling(ruling)
            if req.method == 'POST':
                self._make(req, ticket, ruling)
                req.redirect(req.href.learning('rulings', ticket=ticket))
        except InvalidInput as e:
            add_warning(req, e)
            if not self._can_be_mended(req, ruling):
                req.redirect(req.href.learning('desk', ticket))
        add_layout(req, 'desk')
        return 'learning_ruling.html', {
            'ticket': ticket, 'ruling': ruling,
            'label': req.args.getfirst('label') or ruling.item,
            'verdict': dict((name, word) for name, _symbol, word
                            in view.describe_verdicts())[ruling.verdict],
            'trial': try_ruling(self.env, req, ticket, ruling)}, {}

    # Internal methods

    def _can_be_mended(self, req, ruling):
        """Has the form, as this page shows it again, what was wrong? What it
        is about was chosen on the page before."""
        try:
            check_ruling(ruling._replace(note=''))
        except InvalidInput:
            return False
        return req.method == 'POST'

    def _make(self, req, ticket, ruling):
        message = Rulings(self.env).make(account_of(self.env, req), ticket,
                                         ruling)
        publisher.publish_by_relay(self.env, message)
        add_notice(req, _("Ruled. It counts for answers from now on; earlier "
                          "grades stay unless you ask for them again."))
