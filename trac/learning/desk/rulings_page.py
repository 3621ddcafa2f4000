# -*- coding: utf-8 -*-
"""`/learning/rulings`: what authors ruled, all of it or about one question.
"""

from trac.web.chrome import add_notice, add_warning

from learning import text, timestamps
from learning.dates import describe_time
from learning.desk import view
from learning.desk.author import require_author_of
from learning.desk.ruling import Rulings
from learning.errors import InvalidInput
from learning.gateway import person
from learning.generated_questions.listing import account_of
from learning.pages.navigation import LearningPage, add_layout
from learning.questions.question import Questions
from learning.sync import publisher
from learning.translation import _

PATH = '/api/v1/rulings'
#: Rulings on one page of the list.
ROWS_PER_PAGE = 50


class RulingsPage(LearningPage):
    """Lists rulings, ends them, and has earlier answers graded again."""

    # INavigationContributor methods

    def get_active_navigation_item(self, req):
        return 'learning_desk'

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/rulings'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        ticket = req.args.getint('ticket', 0, min=0, max=2147483647)
        wanted = {'ticket': ticket} if ticket else {}
        if req.method == 'POST':
            self._decide(req, ticket)
            req.redirect(req.href.learning('rulings', **wanted))
        add_layout(req, 'desk')
        found, paging = person.ask_page(self.env, req, "Rulings", PATH,
                                        ROWS_PER_PAGE, wanted)
        return 'learning_rulings.html', dict(
            paging, ticket=ticket,
            rulings=self._describe(req, found.get('rulings') or (),
                                   ticket or None)), {}

    # Internal methods

    def _describe(self, req, listed, ticket):
        rulings = Rulings(self.env)
        ending = rulings.revoked()
        words = {name: (symbol, word) for name, symbol, word
                 in view.describe_verdicts()}
        known = {one['id'] for one in listed}
        for ident, number, ruling in rulings.unheard(ticket):
            if ident not in known:
                yield dict(ruling._asdict(), id=ident, ticket=number,
                           label=self._label(number, ruling.item),
                           author=None, at=None, cited=0, state='sent',
                           symbol=words[ruling.verdict][0],
                           word=words[ruling.verdict][1])
        for one in listed:
            symbol, word = words[one['verdict']]
            yield dict(
                one, ticket=one['ticket_id'], symbol=symbol, word=word,
                label=self._label(one['ticket_id'], one['item']),
                author=view.name_of(self.env, one['ruled_by']),
                at=describe_time(req, timestamps.from_rfc3339(
                    one['ruled_at'])),
                state='revoked' if one['revoked_at'] else
                'ending' if one['id'] in ending else 'holds')

    def _label(self, ticket, item):
        """What the point is called, its id where Trac does not know it."""
        question = Questions(self.env).get(ticket)
        return next((point['label'] for point
                     in (question.rubric if question else ())
                     if point['id'] == item and point.get('label')), item)

    def _decide(self, req, ticket):
        try:
            account = account_of(self.env, req)
            if 'regrade' in req.args and ticket:
                require_author_of(self.env, req, ticket)
                message = Rulings(self.env).order_regrades(account, ticket,
                                                           'ruling')
                said = _("Ordered. Earlier answers are graded again one by "
                         "one; a person's grades stay.")
            else:
                number, ident = _read_revocation(req.args)
                require_author_of(self.env, req, number)
                message = Rulings(self.env).revoke(account, number, ident)
                said = _("Revoked. It counts for no answer from now on.")
            publisher.publish_by_relay(self.env, message)
            add_notice(req, said)
        except InvalidInput as e:
            add_warning(req, e)


def _read_revocation(args):
    ident = args.getfirst('ruling', '')
    number = args.getint('of', 0, min=0, max=2147483647)
    if not number or not text.is_uuid(ident):
        raise InvalidInput(_("Please choose a ruling."))
    return number, ident
