# -*- coding: utf-8 -*-
"""`/learning/concepts`: what the material teaches and what needs what."""

from trac.util.text import exception_to_unicode
from trac.web.chrome import add_notice, add_script, add_warning

from learning.concepts import chart
from learning.concepts import decision as concept_decision
from learning.errors import GatewayError, InvalidInput
from learning.gateway import person
from learning.material.content import Content
from learning.pages.navigation import LearningPage, add_layout
from learning.text import is_uuid
from learning.translation import N_, _, gettext
from learning.web import json_reply

#: Where the suggestions are on the page.
SUGGESTIONS = 'suggestions'
#: Never by colour alone: a symbol and a word. What was found in the material
#: and nobody decided about has none.
DECISION_WORDS = {'confirmed': (u'\u2713', N_("confirmed")),
          'removed': (u'\u2717', N_("removed")),
          'added': (u'+', N_("added by an author")),
          'said': (u'\u2713', N_("said at the head of a file")),
          'suggested': (u'?', N_("suggested"))}
KINDS = {'definition': N_("definition"), 'heading': N_("headings"),
         'name': N_("its name"),
         'as_seen_in': N_("as seen in"), 'link': N_("link"),
         'first_use': N_("first use"), 'front_matter': N_("head of the file")}


class ConceptsPage(LearningPage):
    """Shows authors concepts, and takes their decisions."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/concepts'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        subject = req.args.getfirst('subject', '')
        if req.method == 'POST':
            self._decide(req, subject)
        add_layout(req, 'concepts')
        for name in ('watch', 'suggestions'):
            add_script(req, 'learning/js/%s.js' % name)
        found, trouble = {}, None
        try:
            found = Content(self.env, req).concepts(subject)
        except GatewayError as e:
            self.log.warning("Concepts: %s", exception_to_unicode(e))
            trouble = person.error_message(e)
        return 'learning_concepts.html', dict(
            self._data(found), subject=found.get('subject') or subject,
            trouble=trouble), {}

    # Internal methods

    def _data(self, found):
        found_edges = found.get('edges') or []
        edges = [describe_edge(edge) for edge in found_edges
                 if not is_suggestion(edge)]
        best_first = sorted(filter(is_suggestion, found_edges),
                            key=lambda edge: -(edge.get('weight') or 0))
        concepts = found.get('concepts') or []
        return {'subjects': found.get('subjects') or [], 'edges': edges,
                'suggestions': [describe_edge(edge) for edge in best_first],
                'concepts': concepts, 'names': found.get('names') or [],
                'cycles': [_(" needs ").join(names + names[:1])
                           for names in found.get('cycles') or [] if names],
                'map': chart.draw_map(self.env, [c['name'] for c in concepts],
                                      edges)}

    def _decide(self, req, subject):
        """Do what the form says, and answer."""
        try:
            done, trouble = concept_decision.submit_decision(
                self.env, req, subject), ''
        except InvalidInput as e:
            done, trouble = '', e
        except GatewayError as e:
            self.log.warning("No decision: %s", exception_to_unicode(e))
            done, trouble = '', person.error_message(e)
        if req.get_header('X-Requested-With') == 'XMLHttpRequest':
            json_reply.send(req, 409 if trouble else 200,
                            {'message': unicode(trouble or done)})
        if trouble:
            add_warning(req, trouble)
        else:
            add_notice(req, done)
        req.redirect(req.href.learning('concepts', subject=subject or None) +
                     ('#' + SUGGESTIONS if 'suggestion' in req.args else ''))


def is_suggestion(edge):
    """Whether an edge waits for an author's word, so that no path goes by
    it."""
    return edge.get('state') == 'suggested' and not edge.get('decision')


def describe_edge(edge):
    """An edge as the page says it."""
    decision = edge.get('decision')
    symbol, word = DECISION_WORDS.get(decision or edge.get('state'),
                                      (None, None))
    return {'concept': edge['concept'], 'prerequisite': edge['prerequisite'],
            'decision': decision, 'symbol': symbol,
            'word': word and gettext(word),
            'evidence': describe_evidence(edge.get('evidence') or [])}


def describe_evidence(evidence):
    """Why the material suggests an edge: each passage once."""
    passages = []
    for one in evidence:
        ident = one.get('document')
        if not is_uuid(ident):
            ident = None
        passage = {'text': one.get('text') or '',
                   'chunk': one.get('chunk') or '', 'document': ident}
        kind = one.get('kind') or ''
        kind = gettext(KINDS.get(kind, kind.replace('_', ' ')))
        known = next((p for p in passages if all(
            p[name] == value for name, value in passage.items())), None)
        if known is None:
            passages.append(dict(passage, kind=kind))
        elif kind not in known['kind'].split(', '):
            known['kind'] += ', ' + kind
    return passages
