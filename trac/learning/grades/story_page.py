# -*- coding: utf-8 -*-
"""`/learning/grades/<id>`: the whole story of an attempt."""

import re

from trac.resource import ResourceNotFound
from trac.util.text import exception_to_unicode

from learning import timestamps
from learning.answers.remarks import say_remarks
from learning.answers.view import describe_item, percent
from learning.dates import describe_time
from learning.desk.view import FLAGS, name_of
from learning.errors import GatewayError
from learning.gateway import person
from learning.grades.gradebook import PATH, summaries_of
from learning.pages.navigation import LearningPage, add_layout
from learning.translation import N_, _, gettext

#: Never by colour alone: a symbol and a word.
KINDS = {'graded': (u'\u2699', N_("graded")),
         'overridden': (u'\u270e', N_("set by a person")),
         'withdrawn': (u'\u21b6', N_("taken back")),
         'appealed': (u'\u2691', N_("second look asked for")),
         'assessed': (u'\u2316', N_("looked at a second time")),
         'hint': (u'\u2606', N_("hint given")),
         'explanation': (u'\u2606', N_("explanation given"))}
CAUSES = {'first': N_("for the first time"),
          'regrade': N_("again, since a better grader came back"),
          'ruling': N_("again, after a ruling"),
          'rubric': N_("again, after a change of the question"),
          'appeal': N_("after a second look"), 'override': N_("by hand")}
_ADDRESS = re.compile(r'/learning/grades/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-'
                      r'[0-9a-f]{12})\Z')


class StoryPage(LearningPage):
    """Tells authors how a grade came about."""

    # IRequestHandler methods

    def match_request(self, req):
        match = _ADDRESS.match(req.path_info)
        if match:
            req.environ['learning.grade'] = match.group(1)
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        ident = req.environ['learning.grade']
        add_layout(req, 'grades')
        found, trouble = None, None
        try:
            found = person.ask(self.env, req, 'GET', PATH + '/' + ident)
        except GatewayError as e:
            self.log.warning("Grade %s: %s", ident, exception_to_unicode(e))
            if e.status == 404:
                raise ResourceNotFound(_("There is no such grade."))
            trouble = person.error_message(e)
        return 'learning_grade.html', {
            'ident': ident, 'trouble': trouble,
            'grade': found and self._describe(req, found)}, {}

    # Internal methods

    def _describe(self, req, found):
        said = {entry['feedback']: entry['remarks']
                for entry in found['story'] if entry.get('remarks') and
                entry.get('feedback')}
        story = [describe_entry(self.env, req, entry, found['counts'], said)
                 for entry in found['story']]
        mark_undone(story)
        summaries = summaries_of(self.env, [found['ticket_id']])
        return dict(found, name=name_of(self.env, found['learner']),
                    summary=summaries.get(found['ticket_id'], ''),
                    submitted=found['submitted_at'] and describe_time(
                        req, timestamps.from_rfc3339(found['submitted_at'])),
                    story=story)


def describe_entry(env, req, entry, counts, said):
    """One thing that happened.

    :param said: {feedback: remarks}: a person's grade may let stand what a
        machine said.
    """
    symbol, word = KINDS.get(entry['kind'], (u'\u2022', entry['kind']))
    cause, feedback = entry.get('cause'), entry.get('feedback')
    text = entry.get('text')
    return dict(
        entry, symbol=symbol, word=gettext(word),
        feedback=feedback and say_remarks(said.get(feedback), feedback),
        text=text and say_remarks(entry.get('remarks'), text, u' '),
        why=cause and gettext(CAUSES.get(cause, cause)),
        who=name_of(env, entry['by']) if entry['person'] else entry['by'],
        when=describe_time(req, timestamps.from_rfc3339(entry['at'])),
        percent=percent(entry.get('score')), counts=entry['id'] == counts,
        items=[describe_item(number, item) for number, item
               in enumerate(entry.get('items') or [], 1)],
        flags=[gettext(FLAGS.get(flag, flag))
               for flag in entry.get('flags') or []])


def mark_undone(story):
    """Of what a person set: what still stands, so that it can be taken
    back."""
    undone = {entry['override'] for entry in story
              if entry['kind'] == 'withdrawn'}
    for entry in story:
        entry['undone'] = entry.get('event_id') in undone
        entry['open'] = entry['kind'] == 'overridden' and not (
            entry['undone'] or entry.get('refused'))
