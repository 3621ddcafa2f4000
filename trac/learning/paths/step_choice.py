# -*- coding: utf-8 -*-
"""What a learner would take of a proposed path, and in which order: as the
form on its page says it. Nothing of it is kept before it is accepted.
"""

from collections import namedtuple

from learning.paths.order import arrange_steps, find_obstacle
from learning.paths.step import read_steps
from learning.translation import N_, _, gettext

#: Names of the buttons: where each puts its step, and what it is called.
MOVES = (('earlier', -1, N_("Earlier"), N_("Earlier: %(title)s")),
         ('later', 1, N_("Later"), N_("Later: %(title)s")))

#: document: the path's, in the order that the learner wants; kept: uuids of
#: the steps that are taken; said: what became of a button that was pressed.
Choice = namedtuple('Choice', 'document kept said')


def read_choice(document, args):
    """A `Choice` from the form; without one all steps as proposed, but those
    whose passage left the material."""
    steps = read_steps(document)
    there = {step.step for step in steps if not step.retired}
    if 'order' not in args:
        return Choice(document, there, '')
    document = arrange_steps(document, args.getlist('order') + [
        step.step for step in steps])
    choice = Choice(document, there.intersection(args.getlist('step')), '')
    for step in read_steps(document):
        for name, by, _word, _label in MOVES:
            if args.getfirst(name) == step.step:
                return move_step(choice, step, by)
    return choice


def move_step(choice, step, by):
    """The `Choice` with a step and the one beside it exchanged, or why they
    cannot be."""
    steps = read_steps(choice.document)
    obstacle = find_obstacle(steps, choice.kept, step, by)
    if obstacle:
        return choice._replace(said=obstacle)
    order = [one.step for one in steps]
    order.remove(step.step)
    order.insert(step.n + by - 1, step.step)
    return choice._replace(
        document=arrange_steps(choice.document, order),
        said=_("%(title)s is now step %(n)s of %(count)s.", title=step.title,
               n=step.n + by, count=len(order)))


def describe_choice(choice):
    """{step: what its form needs}."""
    steps = read_steps(choice.document)
    return {step.step: {
        'kept': step.step in choice.kept,
        'moves': [{'name': name, 'word': gettext(word),
                   'label': gettext(label, title=step.title),
                   'reason': find_obstacle(steps, choice.kept, step, by),
                   'at_end': not 1 <= step.n + by <= len(steps)}
                  for name, by, word, label in MOVES]} for step in steps}
