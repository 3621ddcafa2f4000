# -*- coding: utf-8 -*-
"""`/learning/concepts`: what the material teaches and what needs what."""

from trac.util.text import exception_to_unicode
from trac.web.chrome import add_notice, add_warning

from learning import text
from learning.errors import GatewayError, InvalidInput
from learning.material import chart, content, events
from learning.material.content import Content
from learning.material.navigation import AuthorPage, add_layout
from learning.translation import N_, _, gettext

#: Characters of a name.
MAX_NAME_CHARS = 200
DECISIONS = {'confirm': N_("Confirmed."), 'remove': N_("Removed."),
             'add': N_("Added."), 'undecide': N_("The decision is undone.")}
#: Never by colour alone: a symbol and a word.
DECISION_WORDS = {'confirmed': (u'\u2713', N_("confirmed")),
          'removed': (u'\u2717', N_("removed")),
          'added': (u'+', N_("added by an author")),
          'said': (u'\u2713', N_("said at the head of a file")),
          'suggested': (u'?', N_("suggested")),
          None: (u'\u2026', N_("found in the material"))}
KINDS = {'definition': N_("definition"), 'heading': N_("headings"),
         'name': N_("its name"),
         'as_seen_in': N_("as seen in"), 'link': N_("link"),
         'first_use': N_("first use"), 'front_matter': N_("head of the file")}


class ConceptsPage(AuthorPage):
    """Shows authors concepts, and takes their decisions."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/concepts'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        subject = req.args.getfirst('subject', '')
        if req.method == 'POST':
            self._decide(req, subject)
            req.redirect(req.href.learning('concepts',
                                           subject=subject or None))
        add_layout(req, 'concepts')
        found, trouble = {}, None
        try:
            found = Content(self.env, req).concepts(subject)
        except GatewayError as e:
            self.log.warning("Concepts: %s", exception_to_unicode(e))
            trouble = content.error_message(e)
        return 'learning_concepts.html', dict(
            self._data(found), subject=found.get('subject') or subject,
            trouble=trouble), {}

    # Internal methods

    def _data(self, found):
        every = found.get('edges') or []
        edges = [describe_edge(edge) for edge in every if not is_open(edge)]
        best_first = sorted((edge for edge in every if is_open(edge)),
                            key=lambda edge: -(edge.get('weight') or 0))
        concepts = found.get('concepts') or []
        return {'subjects': found.get('subjects') or [], 'edges': edges,
                'concepts': concepts,
                'suggestions': [describe_edge(edge) for edge in best_first],
                'cycles': [_(" needs ").join(names + names[:1])
                           for names in found.get('cycles') or [] if names],
                'map': chart.draw_map(self.env, [c['name'] for c in concepts],
                                      edges)}

    def _decide(self, req, subject):
        said = [req.args.getfirst(name, '').strip()
                for name in ('concept', 'prerequisite')]
        decision = req.args.getfirst('decision')
        try:
            for name in said:
                text.check_text(name, _("A concept's name"), MAX_NAME_CHARS,
                                _("Please name both concepts."))
            if decision not in DECISIONS or not subject:
                raise InvalidInput(_("Please choose a subject first."))
            Content(self.env, req).decide(subject, said[0], said[1], decision)
            add_notice(req, gettext(DECISIONS[decision]))
        except InvalidInput as e:
            add_warning(req, e)
        except GatewayError as e:
            self.log.warning("No decision on %s: %s", said,
                             exception_to_unicode(e))
            add_warning(req, content.error_message(e))


def is_open(edge):
    """Whether an edge waits for an author's word: no path goes by it."""
    return edge.get('state') == 'suggested' and not edge.get('decision')


def describe_edge(edge):
    """An edge as the page says it."""
    decision = edge.get('decision')
    symbol, word = DECISION_WORDS.get(decision or edge.get('state'),
                                      DECISION_WORDS[None])
    return {'concept': edge['concept'], 'prerequisite': edge['prerequisite'],
            'decision': decision, 'symbol': symbol, 'word': gettext(word),
            'evidence': describe_evidence(edge.get('evidence') or [])}


def describe_evidence(evidence):
    """Why the material suggests an edge: each passage once."""
    passages = []
    for one in evidence:
        ident = one.get('document')
        if not events.is_document_id(ident):
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
