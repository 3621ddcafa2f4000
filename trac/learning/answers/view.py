# -*- coding: utf-8 -*-
"""Rows turned into what a page says: words, symbols, ages, links."""

import hashlib
import re
import uuid
from collections import namedtuple

from learning import timestamps
from learning.answers.grade_change import percent
from learning.answers.item_sources import sources_for
from learning.answers.answer_rate import AWAITED, DELAYED_AFTER_S
from learning.answers.remarks import name_point
from learning.answers.result import (describe_score, is_well,
                                     split_feedback)
from learning.dates import describe_time
from learning.material.source import PASSAGE, passage_href, read_target
from learning.text import group_digits
from learning.translation import N_, _, gettext

#: Characters that an answer may have, as the contract of
#: `AnswerSubmitted.v1` says; told before, checked after.
MAX_ANSWER_CHARS = 20000
WAITING = AWAITED + ('delayed',)
LOST = ('ungradable', 'rejected')

TITLES = {
    'received': N_("Received"), 'queued': N_("Queued"),
    'grading': N_("Being graded"), 'graded': N_("Graded"),
    'delayed': N_("Delayed"), 'ungradable': N_("Could not be graded"),
    'rejected': N_("Could not be graded"), 'superseded': N_("Replaced"),
}
_FAILED = N_("This answer could not be graded, which is no fault of yours. It "
             "does not count as one of your answers, and staff are told. You "
             "need do nothing, or send it again.")
EXPLANATIONS = {
    'received': N_("Your answer is safe and on its way to be graded. You can "
                   "answer again once its grade is here."),
    'queued': N_("Your answer waits for its turn. You can answer again once "
                 "its grade is here."),
    'grading': N_("Your answer is being read. You can answer again once its "
                  "grade is here."),
    'graded': '',
    'delayed': N_("This takes longer than usual. Your answer is safe and "
                  "staff are told; you need not send it again."),
    'ungradable': _FAILED, 'rejected': _FAILED,
    'superseded': N_("A newer answer took its place before it was graded."),
}
#: Never by colour alone: a symbol and a word.
VERDICTS = {'yes': (u'\u2713', N_("There")),
            'partly': (u'\u25d0', N_("Partly")),
            'no': (u'\u2717', N_("Missing"))}


#: Where a request keeps what its page shows again: `Returned`.
RETURNED = 'learning.returned'
#: kept: the text that was sent; error: why it was not taken, or ''; hints:
#: that were asked for with it, or None.
Returned = namedtuple('Returned', 'kept error hints')


def describe_form(req, ticket, question, kept=''):
    """What the answer box needs. `kept`: what stands in it."""
    returned = req.environ.get(RETURNED)
    return {'ticket': ticket, 'question': question and question.question,
            'revision': question and question.revision,
            'event_id': str(uuid.uuid4()), 'returned': returned,
            'error': returned.error if returned else '',
            'kept': returned.kept if returned else kept, 'current': None,
            'here': req.href.ticket(ticket),
            'longest': MAX_ANSWER_CHARS, 'digits': group_digits,
            'action': req.href.learning('answer', ticket), 'hints': None,
            'reader': '', 'draft': '%s:%s' % (ticket, req.authname)}


def describe_attempts(req, rows, points=0):
    """The newest attempt and the earlier ones.

    :param rows: `Attempt`s, newest first. :param points: of the rubric, to
        reserve the room that the grade will take.
    """
    current = describe_attempt(req, rows[0], newest=True) if rows else None
    return {'current': current, 'points': points, 'next': None, 'proposed': [],
            'unlocked': [], 'counting': None, 'reference': None,
            'attempts_left': None, 'left': None, 'revision': None,
            'news_earlier': False,
            'earlier': [describe_attempt(req, row, newest=False)
                        for row in rows[1:]],
            'final': current is None or current['phase'] == 'graded'}


def describe_attempt(req, row, newest):
    """One attempt as the page says it."""
    phase = row.phase if newest else phase_or_superseded(row.phase)
    phase = phase_or_delayed(phase, row.phase_at)
    items = [describe_item(n, i) for n, i in enumerate(row.items, 1)]
    sources = [describe_source(req, s) for s in row.sources]
    prose, notes = split_feedback(row)
    for item in items:
        item['note'] = notes.get(item['id']) or item['reason']
        item['read'] = sources_for(item['label'], sources) \
            if item['missing'] else ()
    return {'attempt': row.attempt, 'answer': row.answer, 'phase': phase,
            'title': gettext(TITLES[phase]), 'status': status_of(phase, row),
            'newest': newest, 'well': is_well(row),
            'passed': False, 'since_before': None,
            'awaited': phase in AWAITED,
            'words': describe_score(row.score, row.items),
            'uncertain': bool(row.needs_review) and not row.person,
            'appeal': None, 'change': None, 'by_hand': False,
            'explanation': EXPLANATIONS[phase] and
            gettext(EXPLANATIONS[phase]),
            'event_id': row.event_id, 'waiting': phase in WAITING,
            'since': describe_time(req, row.phase_at),
            'submitted': describe_time(req, row.submitted),
            'percent': percent(row.score), 'feedback': prose,
            'provisional': bool(row.provisional), 'person': bool(row.person),
            'items': items, 'sources': sources}


def status_of(phase, row):
    """What is read out when it comes: the grade, and what to do next."""
    title = gettext(TITLES[phase])
    if row.score is None:
        return title
    said = _("%(title)s: %(percent)s %%", title=title,
             percent=percent(row.score))
    return u'%s. %s %s' % (said, describe_score(row.score, row.items),
                           _("Go on with what is next.") if is_well(row) else
                           _("Improve your answer, or go on."))


def phase_or_superseded(phase):
    """An earlier attempt that was never graded was replaced."""
    return 'superseded' if phase in WAITING else phase


def phase_or_delayed(phase, since):
    """Too long without news is a delay, whatever the reason."""
    old = timestamps.now() - since > DELAYED_AFTER_S * timestamps.SECOND
    return 'delayed' if old and phase in WAITING else phase


def describe_item(number, graded):
    """One point of the rubric, with its verdict in words."""
    symbol, word = VERDICTS[graded['verdict']]
    return {'label': name_point(graded.get('label') or u'', number),
            'verdict': graded['verdict'], 'symbol': symbol,
            'word': gettext(word), 'quote': graded.get('quote'),
            'id': graded['id'], 'explain': None,
            'reason': graded.get('reason'), 'ruled': bool(
                graded.get('ruling')),
            'missing': graded['verdict'] != 'yes'}


def describe_source(req, cited):
    """A source with a link that is safe to follow, or with none; of a passage
    of the material also where its text alone is."""
    href = cited.get('href')
    target = read_target(href)
    if target.kind == PASSAGE:
        href = passage_href(target.document, target.passage)
    link = safe_link(req, href)
    return {'title': cited['title'], 'href': link, 'fragment':
            link + '/fragment' if target.kind == PASSAGE else None}


def safe_link(req, href):
    """http(s) as it is, a path below Trac made whole, anything else None."""
    if not href:
        return None
    if re.match(r'https?://[^/]', href):
        return href
    if re.match(r'[A-Za-z0-9][^:\\\s]*$', href.partition('#')[0] or ''):
        return req.href() + '/' + href
    return None


def etag_of(data):
    """Changes when the page would look different, age aside."""
    seen = [(a['attempt'], a['phase'], a['since']['iso'], a['percent'],
             a['feedback'], a['items'], a['provisional'], a['person'],
             a['uncertain'], a['change'], state_of_appeal(a))
            for a in [data['current']] + data['earlier'] if a]
    seen += [data[name] for name in ('final', 'counting', 'reference',
                                     'attempts_left', 'revision', 'proposed',
                                     'unlocked')]
    seen.append(data['next'] and data['next'].href)
    return '"%s"' % hashlib.sha1(repr(seen)).hexdigest()


def state_of_appeal(described):
    """What the page shows of an appeal, apart from its form's new id."""
    known = described['appeal'] and described['appeal']['known']
    return known and (known['said'], known['answer'])
