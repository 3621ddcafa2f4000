# -*- coding: utf-8 -*-
"""Lays out the page of a ticket with a question.

ticket.html has no blocks there. What comes before `<div id="ticket">` is
Trac's own, so the first one is the real one, and its end is found by counting.
Where a page has no such box, it stays as it is. The box keeps its id: Trac's
scripts exchange it while somebody writes a comment, and the answer to them is
laid out in the same way.
"""

import re

from trac.util.html import Markup

from learning.tickets.panel_placement import end_of_box

_BOX = u'<div id="ticket">'
_FORM = re.compile(u'<form method="post" id="propertyform"')
_TOP = re.compile(u'<div class="trac-topnav">.*?</div>', re.DOTALL)
_MODIFY = re.compile(u'<h3 class="foldable">[^<]*</h3>\\s*'
                     u'<div id="modify">')
_EDIT = u'<h3 class="foldable" id="edit">'
_CHANGES = u'<div id="changelog">'
#: The last of the page is Trac's own: its note on tickets.
_HELP = u'<div class="trac-help">'


def lay_out(page, head, older='', comment=None):
    """The page with the ticket's head in the place of its box.

    :param head: it holds the box where its reader gets it.
    :param older: what stands before the changes.
    :param comment: {label, open} of the folded comment form; None leaves
        Trac's form as it is.
    """
    page = unicode(page)
    start, end = page.find(_BOX), end_of_box(page)
    if not end:
        return Markup(page)
    box = page[start + len(_BOX):end - len(u'</div>')]
    parts = [page[:start], _BOX, unicode(head).replace(BOX, box), u'</div>',
             without_help(page[end:]).replace(
                 _CHANGES, unicode(older) + _CHANGES, 1)]
    if comment:
        parts[0] = _TOP.sub(u'', parts[0], 1)
        parts[-1] = fold_form(parts[-1], comment)
    return Markup(u''.join(parts))


def without_help(page):
    """Without the note that leads to Trac's guide of tickets."""
    before, found, after = page.rpartition(_HELP)
    return before + after.partition(u'</div>')[2] if found else page


#: Where the head has Trac's own box.
BOX = u'<!-- learning-ticket-box -->'


def fold_form(page, comment):
    """With the form folded, and without what a reader cannot change."""
    found = _FORM.search(page)
    end = page.find(u'</form>', found.start()) if found else -1
    # The panel's forms and those of comments come before it.
    if end < 0:
        return page
    end += len(u'</form>')
    form = _MODIFY.sub(u'<div id="modify" hidden="hidden">',
                       page[found.start():end], 1)
    form = form.replace(_EDIT, u'<h3 class="learning-unseen" id="edit">', 1)
    return u''.join((
        page[:found.start()],
        Markup(u'<details id="learning-comment" class="learning-comment"%s>'
               u'<summary>%%s</summary>' % (
                   u' open="open"' if comment['open'] else u'')) %
        comment['label'], form, u'</details>', page[end:]))
