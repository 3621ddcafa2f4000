# -*- coding: utf-8 -*-
"""`POST /learning/attempts/<ticket>`: an author gives a learner more attempts;
and what the ticket's page shows of that.
"""

from trac.core import Component, implements
from trac.resource import ResourceNotFound
from trac.web.api import IRequestHandler
from trac.web.chrome import add_notice, add_warning

from learning.answers.attempt import lock_attempt_counter
from learning.answers.attempt_limit import (allowance_of, allowances_of,
                                            attempts_left, grant_attempts)
from learning.answers.learners_answers import learners_of
from learning.dates import describe_time
from learning.errors import InvalidInput
from learning.questions import access
from learning.questions.question import Questions
from learning.translation import _, ngettext
from learning.users.account import Accounts
from learning.web import form


class AttemptGrantHandler(Component):
    """Receives what authors grant."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return form.match_ticket(req, 'attempts')

    def process_request(self, req):
        ticket = req.environ['learning.ticket']
        resource = access.visible(self.env, req, ticket)
        question = Questions(self.env).get(ticket) if resource else None
        if question is None:
            raise ResourceNotFound(_("There is no question on ticket "
                                     "#%(id)s.", id=ticket))
        req.perm(resource).require('LEARNING_AUTHOR')
        if req.method == 'POST':
            try:
                self._grant(req, question)
            except InvalidInput as e:
                add_warning(req, e)
        req.redirect(req.href.ticket(ticket) + '#learning-grants')

    # Internal methods

    def _grant(self, req, question):
        account = Accounts(self.env).of_sub(req.args.getfirst('learner', ''))
        if account is None or not access.may_answer(question, account):
            raise InvalidInput(_("Please choose a learner of this question."))
        attempts = req.args.getint('attempts', 0)
        with self.env.db_transaction as db:
            lock_attempt_counter(db, question.ticket, account.sub)
            require_seen(allowance_of(self.env, question, account.sub),
                         req.args.getfirst('limit', ''))
            grant_attempts(self.env, question, account.sub, attempts,
                           req.authname)
        add_notice(req, ngettext(
            "%(learner)s has %(num)s attempt more.",
            "%(learner)s has %(num)s attempts more.", attempts,
            learner=account.username))


def require_seen(allowance, shown):
    """Who clicks twice gives once, and so do two authors at once.

    :param allowance: the learner's, or None. :param shown: the limit, as the
        form sends it; a form without any is believed.
    :raises InvalidInput: when it is another one now.
    """
    if allowance and shown not in ('', str(allowance.limit)):
        raise InvalidInput(_("How many attempts the learner has was changed "
                             "meanwhile, and nothing was added. Please look "
                             "below whether they are enough."))


def describe_grants(env, req, question):
    """The learners that have answered, with what they have left; None where
    the question sets no limit."""
    if not question.max_attempts:
        return None
    names = learners_of(env, question.ticket)
    allowances = allowances_of(env, question, names)
    return {'action': req.href.learning('attempts', question.ticket),
            'learners': [describe_learner(req, sub, name, allowances[sub])
                         for sub, name in names.items()]}


def describe_learner(req, sub, name, allowance):
    """One learner, and who granted them how much."""
    return {'sub': sub, 'name': name, 'used': allowance.used,
            'limit': allowance.limit,
            'left': attempts_left(allowance),
            'grants': [dict(grant._asdict(), when=describe_time(
                req, grant.at)) for grant in allowance.grants]}
