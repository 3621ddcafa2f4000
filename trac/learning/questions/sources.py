# -*- coding: utf-8 -*-
"""Sources of a question: found in the material, and whether they lead
somewhere.
"""

from learning.errors import InvalidInput
from learning.material.source import is_alive, shorten_href
from learning.translation import _


def shorten_sources(req, question):
    """The question with the addresses of its sources as they are stored: what
    was copied from the browser's address bar serves, too."""
    return question._replace(sources=[
        dict(source, href=source['href'] and shorten_href(
            req, source['href'])) for source in question.sources])


def find_dead(content, question):
    """Addresses of its sources that lead nowhere now. What leads out of this
    Trac may.

    :param content: the `SourceContent` of its author.
    """
    return [source['href'] for source in question.sources
            if is_alive(content, source['href']) is False]


def require_alive(req, content, question):
    """
    :param content: the `SourceContent` of its author.
    :raises InvalidInput: for a source that leads nowhere, unless the form
        says that its author saw it (`dead`).
    """
    known = req.args.getlist('dead')
    dead = [href for href in find_dead(content, question)
            if href not in known]
    if dead:
        raise InvalidInput(_(
            "Nothing is saved yet. These sources lead nowhere: %(addresses)s. "
            "Choose others from the material or take them out. To keep them "
            "all the same, save again.", addresses=', '.join(dead)))
