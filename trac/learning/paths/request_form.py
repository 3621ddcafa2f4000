# -*- coding: utf-8 -*-
"""Asks for a path: `/learning/paths/new`."""

from trac.web.chrome import Chrome, add_notice, add_warning

from learning import text
from learning.answers.answer import event_id
from learning.errors import InvalidInput
from learning.pages.navigation import LearningPage
from learning.pages.navigation import add_layout
from learning.paths import view
from learning.paths.request import PathRequests, check_wish, read_wish
from learning.sync import publisher
from learning.translation import TEMPLATE_DOMAIN, _
from learning.users.account import Accounts
from learning.web import form


class NewPath(LearningPage):
    """Shows the form and takes it."""

    # IRequestHandler methods

    def match_request(self, req):
        if req.path_info == '/learning/paths/new':
            form.allow_nul(req)
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_ANSWER')
        wish = read_wish(req.args)
        ident = event_id(req.args.getfirst('event_id'))
        if req.method != 'POST':
            return self._page(req, kept_wish(wish))
        try:
            path = self._ask(req, check_wish(wish), ident)
        except InvalidInput as e:
            add_warning(req, e)
            page = Chrome(self.env).render_template(
                req, *self._page(req, kept_wish(wish), ident))
            req.send(page, 'text/html', 400)
        req.redirect(req.href.learning('path', path.id))

    # Internal methods

    def _ask(self, req, wish, ident):
        account = Accounts(self.env).of_user(req.authname)
        if account is None:
            raise InvalidInput(_(
                "Your sign-in is over. Sign in in another tab and send "
                "again; your text is kept below."))
        path, message = PathRequests(self.env).submit(account, wish, ident)
        if message:
            publisher.publish_by_relay(self.env, message)
            add_notice(req, _("Your request was received."))
        return path

    def _page(self, req, wish, ident=''):
        add_layout(req, 'paths')
        return 'learning_new_path.html', {
            'form': view.describe_form(req, wish, ident)}, {
                'iterable': False, 'domain': TEMPLATE_DOMAIN}


def kept_wish(wish):
    """What was typed, as it can be shown again."""
    return wish._replace(goal=text.strip_unstorable(wish.goal),
                         difficulty=text.strip_unstorable(wish.difficulty),
                         minutes=text.strip_unstorable(wish.minutes))
