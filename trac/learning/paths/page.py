# -*- coding: utf-8 -*-
"""`/learning/path/<id>`: how a path comes to be, its proposal, its steps."""

import hashlib

from trac.core import Component, implements
from trac.resource import ResourceNotFound
from trac.web.api import IRequestHandler
from trac.web.chrome import add_script

from learning.answers.attempt import Attempts
from learning.auth import return_url
from learning.errors import NoPath
from learning.pages.navigation import LearningPage
from learning.pages.navigation import add_layout
from learning.paths import access, chart, view
from learning.paths.path import ACCEPTED, GIVEN_UP, UNAVAILABLE
from learning.paths.path_changes import MAX_TITLE_CHARS, PathChanges
from learning.paths.proposed_step_view import describe_additions
from learning.paths.step import StepTickets
from learning.paths.step_choice import describe_choice, read_choice
from learning.paths.step_states import READY
from learning.reviews.review import Reviews
from learning.web import json_reply


class PathPage(LearningPage):
    """Shows a path to its learner, and to staff; a proposed one as the form
    on it says that its learner would take it."""

    # IRequestHandler methods

    def match_request(self, req):
        return access.match_path(req)

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        try:
            path, own = access.visible_path(self.env, req)
        except NoPath as e:
            raise ResourceNotFound(unicode(e))
        may_ask = own and 'LEARNING_ANSWER' in req.perm
        choice = read_choice(path.document, req.args) \
            if may_ask and is_open(self.env, path) else None
        if choice:
            path = path._replace(document=choice.document)
        described = describe(self.env, req, path)
        add_layout(req, 'paths')
        if described['polls']:
            add_script(req, 'learning/js/watch.js')
            add_script(req, 'learning/js/path.js')
        if choice:
            add_script(req, 'learning/js/order.js')
        return 'learning_path.html', {
            'path': described,
            'map': chart.draw_path(self.env, described['steps'],
                                   described['additions'])
            if described['steps'] else None,
            'can_add': may_ask,
            'choice': choice and describe_choice(choice),
            'said': choice and choice.said,
            'may_test_out': may_ask and path.state == ACCEPTED and any(
                step['test_out'] for step in described['steps']),
            'begin': next((step for step in described['steps']
                           if step['ticket'] and step['state'] == READY),
                          None) if may_ask and path.state == ACCEPTED else
            None,
            'change': self._change(path)
            if may_ask and path.state != GIVEN_UP else None,
            'longest_title': MAX_TITLE_CHARS,
            'ask_again': req.href.learning(
                'paths', 'new', **view.ask_again_wish(path)._asdict())
            if may_ask and (path.state == GIVEN_UP or described['steps'] and
                            not described['taken'] and
                            not described['count']) else None,
            'form': view.describe_form(req, view.ask_again_wish(path))
            if may_ask and path.state == UNAVAILABLE else None,
            'own': own, 'refresh': req.href.login('refresh'),
            'sign_in': return_url.login_url(req, return_url.current_url(req)),
        }, {}

    # Internal methods

    def _change(self, path):
        """Before it is given up it is said what becomes of its tickets."""
        return PathChanges(self.env).consequences(path)._asdict()


class PathState(Component):
    """Tells an open page how a path stands."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return access.match_path(req, '/state')

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        try:
            path, _own = access.visible_path(self.env, req)
        except NoPath as e:
            json_reply.send(req, e.status, {'message': unicode(e)})
        answer = {'state': path.state, 'status': view.status_of(path),
                  'final': path.state not in view.MOVING}
        if path.state == ACCEPTED:
            described = describe(self.env, req, path)
            answer.update(done=described['done_status'],
                          not_needed=described['not_needed'],
                          polls=described['polls'],
                          additions=described['added'], steps=[
                              {name: step[name] for name in
                               ('n', 'state', 'symbol', 'word')}
                              for step in described['steps']])
        json_reply.unless_known(req, '"%s"' % hashlib.sha1(
            repr(sorted(answer.items()))).hexdigest())
        if answer.get('steps'):
            answer['map'] = chart.draw_path(self.env, described['steps'],
                                            described['additions'])
        json_reply.send(req, 200, answer)


def is_open(env, path):
    """Are there steps that can be accepted?"""
    return path.state != GIVEN_UP and not StepTickets(env).of(path.id) and \
        any(not raw.get('retired') for raw in path.document.get('steps') or ())


def describe(env, req, path):
    """A path as its page says it, with how far its learner is."""
    attempts, tickets = Attempts(env), StepTickets(env).of(path.id)
    outcomes = attempts.outcomes_of(path.learner)
    described = view.describe_path(req, path, tickets, outcomes,
                                   Reviews(env).due_tickets(path.learner))
    described['additions'] = describe_additions(env, req, path, tickets,
                                                outcomes, described['steps'])
    described['added'] = u' '.join(sorted(
        step['step'] for step in described['additions']))
    seconds = attempts.seconds_of(path.learner)
    for step in described['steps']:
        took = seconds.get(step['ticket'])
        step['took'] = took and -(-took // 60)
    return described
