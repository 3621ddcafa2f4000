# -*- coding: utf-8 -*-
"""`/learning/desk/<ticket>`: a question's answers that need an author, and
the author's decision about them.
"""

from trac.ticket.model import Ticket
from trac.web.chrome import Chrome, add_notice, add_script

from learning.answers.grade_change import percent
from learning.desk import decision, decision_view, ruling, view
from learning.desk.author import require_author
from learning.desk.decision_form import (MAX_ANSWERS, check_decision,
                                         read_decision_form)
from learning.desk.decisions import Decisions
from learning.desk.queue_page import PATH
from learning.desk.score import score_verdicts, weights_of
from learning.errors import DecidedMeanwhile, InvalidInput
from learning.gateway import person
from learning.generated_questions.listing import account_of
from learning.pages.navigation import LearningPage, add_layout
from learning.questions.question import Questions
from learning.sync import publisher
from learning.translation import TEMPLATE_DOMAIN, _, ngettext
from learning.web import form


class DeskTicketPage(LearningPage):
    """Takes decisions."""

    # INavigationContributor methods

    def get_active_navigation_item(self, req):
        return 'learning_desk'

    # IRequestHandler methods

    def match_request(self, req):
        return form.match_ticket(req, 'desk')

    def process_request(self, req):
        ticket = require_author(self.env, req)
        if req.method == 'POST':
            typed = read_decision_form(req.args)
            try:
                self._decide(req, ticket, typed)
            except (InvalidInput, DecidedMeanwhile) as e:
                self._refuse(req, ticket, typed, e)
            req.redirect(req.href.learning('desk', ticket))
        return self._page(req, ticket)

    # Internal methods

    def _decide(self, req, ticket, typed):
        account = account_of(self.env, req)
        judgement = check_decision(typed, weights_of(
            self._rubric(ticket), [{'id': item} for item, _verdict
                                   in typed.verdicts]))
        messages = Decisions(self.env).submit(
            ticket, account, typed.answers, judgement)
        publisher.publish_some(self.env, messages)
        add_notice(req, ngettext(
            "Decided about %(num)s answer. The learner is told.",
            "Decided about %(num)s answers. The learners are told.",
            len(typed.answers)))

    def _rubric(self, ticket):
        question = Questions(self.env).get(ticket)
        return question.rubric if question else []

    def _refuse(self, req, ticket, typed, error):
        """What was typed, what stands against it, and how to go on."""
        self._add_layout(req)
        conflicts = getattr(error, 'conflicts', ())
        items = view.describe_typed(typed, self._rubric(ticket))
        share = score_verdicts(dict(typed.verdicts), {
            item['id']: item['weight'] for item in items})
        if conflicts:
            typed = with_percent(typed, share)
        page = Chrome(self.env).render_template(
            req, 'learning_desk_refused.html', {
                'ticket': ticket, 'typed': typed, 'limits': decision,
                'typed_items': items, 'share': percent(share),
                'verdicts': view.describe_verdicts(),
                'error': None if conflicts else error,
                'answers': overrule_conflicts(typed.answers, conflicts),
                'conflicts': [
                    decision_view.describe_conflict(self.env, req, one)
                    for one in conflicts]},
            {'iterable': False, 'domain': TEMPLATE_DOMAIN})
        req.send(page, 'text/html', error.status)

    def _add_layout(self, req):
        add_layout(req, 'desk')
        add_script(req, 'learning/js/desk.js')

    def _page(self, req, ticket):
        self._add_layout(req)
        decisions = Decisions(self.env).of_ticket(ticket)
        found, paging = person.ask_page(self.env, req, "Desk", PATH,
                                        MAX_ANSWERS, {'ticket': ticket})
        question = Questions(self.env).get(ticket)
        answers = view.undecided(found.get('answers') or (), decisions)
        return 'learning_desk_ticket.html', dict(
            paging, ticket=ticket, q=question,
            summary=Ticket(self.env, ticket)['summary'],
            groups=ruling.add_doubts(
                view.describe_groups(self.env, req, answers, question),
                ruling.Rulings(self.env).made(ticket).values()),
            agreement=view.describe_agreement(found.get('agreement') or ()),
            decisions=decision_view.describe_decisions(
                self.env, req, decisions),
            verdicts=view.describe_verdicts(), limits=decision), {}


def with_percent(typed, share):
    """The form with the score that its verdicts earn, where none is given:
    both scores are to be seen."""
    if typed.stands or typed.percent or share is None:
        return typed
    return typed._replace(percent='%g' % (100 * share))


def overrule_conflicts(answers, conflicts):
    """The answers as they have to be sent to take the place of what others
    said."""
    theirs = {conflict.answer: conflict.grade for conflict in conflicts}
    return [answer._replace(grade=theirs.get(answer, answer.grade))
            for answer in answers]
