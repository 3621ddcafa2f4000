# -*- coding: utf-8 -*-
"""Sources of a question: found in the material, and whether they lead
somewhere.
"""

from learning.errors import InvalidInput
from learning.material.source import (OTHER, PASSAGE, is_alive, read_target,
                                      shorten_href)
from learning.translation import _


def shorten_sources(req, question):
    """The question with the addresses of its sources as they are stored: what
    was copied from the browser's address bar serves, too."""
    return question._replace(sources=[
        dict(source, href=source['href'] and shorten_href(
            req, source['href'])) for source in question.sources])


def find_dead(env, req, question):
    """Addresses of its sources that lead nowhere now.

    What leads out of this Trac may. Where one passage cannot be asked about,
    no other is: a page waits for the services once.
    """
    dead, away = [], False
    for source in question.sources:
        kind = read_target(source['href']).kind
        if kind == OTHER or kind == PASSAGE and away:
            continue
        alive = is_alive(env, req, source['href'])
        away = away or alive is None
        if alive is False:
            dead.append(source['href'])
    return dead


def require_alive(env, req, question):
    """
    :raises InvalidInput: for a source that leads nowhere, unless the form
        says that its author saw it (`dead`).
    """
    known = req.args.getlist('dead')
    dead = [href for href in find_dead(env, req, question)
            if href not in known]
    if dead:
        raise InvalidInput(_(
            "Nothing is saved yet. These sources lead nowhere: %(addresses)s. "
            "Choose others from the material or take them out. To keep them "
            "all the same, save again.", addresses=', '.join(dead)))
