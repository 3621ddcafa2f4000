# -*- coding: utf-8 -*-
"""`/learning/spending`: what language models cost, and an operator's switch
that stops them.
"""

from trac.perm import PermissionError
from trac.web.chrome import add_notice, add_warning

from learning import text, timestamps
from learning.dates import describe_time
from learning.desk.view import name_of
from learning.errors import GatewayError, InvalidInput
from learning.gateway import person
from learning.pages.navigation import LearningPage, add_layout
from learning.translation import _

SPENDING, CALLS = '/api/v1/spending', '/api/v1/llm/calls'
#: Days that the page shows.
DAYS = 31
MAX_REASON_CHARS = 500


class SpendingPage(LearningPage):
    """Shows authors and operators what models cost."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/spending'

    def process_request(self, req):
        if 'LEARNING_AUTHOR' not in req.perm and \
                'LEARNING_OPERATE' not in req.perm:
            raise PermissionError('LEARNING_AUTHOR', env=self.env)
        if req.method == 'POST':
            req.perm.require('LEARNING_OPERATE')
            self._switch(req)
            req.redirect(req.href.learning('spending'))
        add_layout(req, 'spending')
        spending, trouble = person.try_ask(self.env, req, "Spending",
                                           SPENDING, {'days': DAYS})
        calls, no_calls = person.try_ask(self.env, req, "Spending", CALLS)
        return 'learning_spending.html', {
            'spending': (spending or {}).get('spending') or [],
            'trouble': trouble, 'no_calls': no_calls, 'days': DAYS,
            'longest': MAX_REASON_CHARS,
            'calls': calls and self._describe(req, calls),
            'may_switch': 'LEARNING_OPERATE' in req.perm}, {}

    # Internal methods

    def _describe(self, req, calls):
        said_at = calls.get('said_at')
        return dict(calls, by=calls.get('said_by') and name_of(
            self.env, calls['said_by']), at=said_at and describe_time(
                req, timestamps.from_rfc3339(said_at)))

    def _switch(self, req):
        allowed = req.args.getfirst('allowed') == '1'
        reason = text.normalize_newlines(req.args.getfirst('reason', ''))
        try:
            text.check_text(reason, _("The reason"), MAX_REASON_CHARS)
            person.ask(self.env, req, 'PUT', CALLS,
                       {'allowed': allowed, 'reason': reason})
        except InvalidInput as e:
            add_warning(req, e)
        except GatewayError as e:
            add_warning(req, person.error_message(e))
        else:
            add_notice(req, _("Language models may be asked again.")
                       if allowed else _(
                           "No language model is asked from now on; answers "
                           "are graded on this machine."))
