# -*- coding: utf-8 -*-
"""The order of a path's steps: the learner's, within what needs what. A step
that is left out holds up no other.
"""

from collections import OrderedDict

from learning.errors import InvalidInput
from learning.translation import _


def arrange_steps(document, order):
    """A path's document with these steps alone, in this order: numbered from
    1 on, with their needs among each other.

    :param order: uuids of steps; what is none of the path's counts for
        nothing.
    """
    known = {raw['step']: raw for raw in document.get('steps') or ()}
    steps = [known[one] for one in OrderedDict.fromkeys(order)
             if one in known]
    places = {raw['n']: n for n, raw in enumerate(steps, 1)}
    return dict(document, steps=[renumber(raw, n, places)
                                 for n, raw in enumerate(steps, 1)])


def renumber(raw, place, places):
    """A step at another place.

    :param places: {old: new} of the steps that it may need.
    """
    return dict(raw, n=place, needs=sorted(
        places[n] for n in raw.get('needs') or () if n in places))


def take_steps(document, order):
    """The document as it is once these steps were taken: the feed tells it
    like this a moment later."""
    taken = set(order)
    dropped = [{'concept': raw['concept'], 'reason': 'dropped'}
               for raw in document.get('steps') or ()
               if raw['step'] not in taken]
    return dict(arrange_steps(document, order),
                skipped=(document.get('skipped') or []) + dropped)


def check_order(steps):
    """No step stands before one that it needs.

    :raises InvalidInput: and says what to do.
    """
    for step in steps:
        for need in steps[step.n:]:
            if need.n in step.needs:
                raise InvalidInput(_(
                    "%(reason)s Please put it before, or leave one of the "
                    "two out.", reason=say_need(step, need)))


def find_obstacle(steps, kept, step, by):
    """Why a step cannot change places with the one beside it, '' when it can.

    :param steps: in their order. :param kept: uuids of those that are taken.
    :param by: -1 for the one before, 1 for the one behind.
    """
    n = step.n + by
    if not n:
        return _("%(title)s is the first step.", title=step.title)
    if n > len(steps):
        return _("%(title)s is the last step.", title=step.title)
    first, second = sorted((step, steps[n - 1]), key=lambda one: one.n)
    if first.n in second.needs and kept.issuperset((first.step, second.step)):
        return say_need(second, first)
    return ''


def say_need(step, need):
    """Which of two steps comes first, and why."""
    return _("%(need)s comes first: %(title)s needs it.", need=need.title,
             title=step.title)
