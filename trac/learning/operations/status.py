# -*- coding: utf-8 -*-
"""How it stands at this moment: whether learners wait, since when and why."""

import hashlib
import re

from learning.dates import describe_time
from learning.gateway import person
from learning.operations import causes, trouble, waiting_learners
from learning.translation import N_, _, gettext, ngettext

OPERATIONS = '/api/v1/operations'
#: Seconds that the page waits for the queues: the rest of it must not.
QUEUES_TIMEOUT_S = 5
PLACES = {
    ('answers', waiting_learners.UNSENT): N_("not handed to the gateway yet"),
    ('answers', 'received'): N_("on their way"),
    ('answers', 'queued'): N_("in the grader's queue"),
    ('answers', 'grading'): N_("being graded"),
    ('answers', 'delayed'): N_("delayed"),
    ('paths', 'requested'): N_("being put together"),
}
#: The words in it grow older while nothing happens.
_TIME = re.compile(r'(<time [^>]*>)[^<]*')
WAITED_FOR = {'answers': N_("Answers"), 'paths': N_("Learning paths")}


def describe_now(env, req):
    """What the template needs."""
    rows = waiting_learners.waiting_learners(env)
    said, unasked = person.try_ask(env, req, "Operations", OPERATIONS,
                                   seconds=QUEUES_TIMEOUT_S)
    queues = (said or {}).get('queues') or []
    found = causes.find_causes(req, waiting_learners.unsent_events(env),
                               waiting_learners.feed_read_at(env), queues)
    late = waiting_learners.is_late(rows)
    failed = trouble.count_failed(env)
    now = {'late': late, 'said': say(rows, late, failed, found),
           'wrong': bool(failed or found),
           'rows': [_describe(req, row) for row in rows], 'causes': found,
           'queues': queues, 'trouble': unasked}
    return dict(now, tag=tag_of(now))


def tag_of(now):
    """Changes when there is something else to see."""
    seen = dict(now, causes=[_TIME.sub(r'\1', unicode(cause))
                             for cause in now['causes']],
                rows=[dict(row, since=row['since']['iso'])
                      for row in now['rows']])
    return hashlib.sha1(repr(sorted(seen.items()))).hexdigest()


def say(rows, late, failed, found):
    """Whether learners wait, and whether all is well, in a sentence or two.

    :param failed: how many answers could not be graded. :param found: causes.
    """
    said = say_waiting(sum(row.count for row in rows), late)
    if failed:
        return u'%s %s' % (said, ngettext(
            "%(num)s answer could not be graded.",
            "%(num)s answers could not be graded.", failed))
    if found and not rows:
        return u'%s %s' % (said, _("Something else needs you."))
    return said


def say_waiting(count, late):
    """How many things learners wait for."""
    if not count:
        return _("No learner waits.")
    if late:
        return ngettext("%(num)s learner's wish waits too long.",
                        "%(num)s things that learners wait for; some of them "
                        "too long.", count)
    return ngettext("One thing that a learner waits for, no longer than "
                    "usual.", "%(num)s things that learners wait for, none "
                    "longer than usual.", count)


def _describe(req, row):
    return {'thing': gettext(WAITED_FOR[row.kind]), 'count': row.count,
            'place': gettext(PLACES[row.kind, row.phase]),
            'since': describe_time(req, row.since)}
