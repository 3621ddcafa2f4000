# -*- coding: utf-8 -*-
"""`[[KnowledgeGraph]]`: what needs what."""

from trac.util.text import exception_to_unicode

from learning.answers.attempt import Attempts
from learning.concepts import chart
from learning.concepts.page import describe_edge
from learning.errors import GatewayError
from learning.gateway import person
from learning.material.content import Content
from learning.paths.chart import draw_path
from learning.paths.macros import PathMacro
from learning.paths.path import ACCEPTED, Paths
from learning.paths.step import StepTickets, read_steps
from learning.paths.step_states import UNANSWERED
from learning.paths.view import describe_path
from learning.reviews.review import Reviews
from learning.translation import N_, _


class KnowledgeGraphMacro(PathMacro):
    _description = N_("""Show what needs what, as a map and as a list.

    Authors see the concepts of the material. Learners see the steps of all
    paths that they accepted, and how far they are on each: the material's
    graph is for authors.

    - `[[KnowledgeGraph]]`: for authors the first subject, for learners all
    - `[[KnowledgeGraph(subject=Databases)]]`, or `[[KnowledgeGraph(
      Databases)]]`: of this subject alone
    """)

    def render_macro(self, req, account, words, named):
        subject = named.get('subject') or ', '.join(words)
        if 'LEARNING_AUTHOR' in req.perm:
            return self._material(req, subject)
        return self._progress(req, account, subject)

    # Internal methods

    def _material(self, req, subject):
        try:
            found = Content(self.env, req).concepts(subject)
        except GatewayError as e:
            self.log.warning("Concepts: %s", exception_to_unicode(e))
            return u'(%s)' % person.error_message(e)
        edges = [describe_edge(edge) for edge in found.get('edges') or []
                 if edge.get('decision') != 'removed']
        if not edges:
            return _("(The material says of nothing here that it needs "
                     "anything else.)")
        names = [concept['name'] for concept in found.get('concepts') or []]
        return self.render(req, 'learning_graph_macro.html', steps=None,
                           subject=found.get('subject') or subject,
                           edges=edges,
                           map=chart.draw_map(self.env, names, edges))

    def _progress(self, req, account, subject):
        steps = join_steps(self._described(req, account, subject))
        if not steps:
            return _("(You have no accepted learning path here yet.)")
        return self.render(
            req, 'learning_graph_macro.html', edges=None, subject=subject,
            steps=steps, map=draw_path(self.env, steps)
            if len(steps) <= chart.MAX_NODES else None)

    def _described(self, req, account, subject):
        """The steps of each accepted path, the oldest path first."""
        outcomes = Attempts(self.env).outcomes_of(account.sub)
        due = Reviews(self.env).due_tickets(account.sub)
        taught = self._documents(subject) if subject else None
        for path in reversed(Paths(self.env).of(account.sub)):
            if path.state == ACCEPTED:
                documents = {step.n: step.source.document
                             for step in read_steps(path.document)}
                yield [step for step in describe_path(
                    req, path, StepTickets(self.env).of(path.id),
                    outcomes, due)['steps'] if step['ticket'] and
                    (taught is None or documents[step['n']] in taught)]

    def _documents(self, subject):
        """Those of a subject."""
        return {document for document, in self.env.db_query(
            "SELECT document FROM learning_material WHERE subject=%s",
            (subject,))}


def join_steps(paths):
    """Steps of several paths as those of one. A ticket that is in several is
    one step, and locked or not needed where it is so in all of them.

    :param paths: lists of steps as `learning.paths.view` describes them.
    """
    joined, places = [], {}
    for steps in paths:
        here = {}
        for step in steps:
            known = places.get(step['ticket'])
            if known is None:
                known = places[step['ticket']] = dict(
                    step, n=len(joined) + 1, needs=[])
                joined.append(known)
            elif {known['state'], step['state']} <= set(UNANSWERED):
                more = max(known, step,
                           key=lambda one: UNANSWERED.index(one['state']))
                known.update((name, more[name])
                             for name in ('state', 'symbol', 'word'))
            here[step['n']] = known
        for step in steps:
            needs = here[step['n']]['needs']
            for need in step['needs']:
                first = here.get(need['n'])
                if first and first['n'] not in [n['n'] for n in needs]:
                    needs.append({'n': first['n'], 'title': first['title']})
    return joined
