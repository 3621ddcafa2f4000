# -*- coding: utf-8 -*-
"""A document as a text to read on in: `/learning/material/<document>`, for
every learner; `?chunk=` says a passage to begin at.
"""

from trac.util.text import exception_to_unicode
from trac.web.chrome import Chrome, add_script
from trac.ticket.model import Ticket

from learning.errors import GatewayError
from learning.gateway import person
from learning.library.passages import (describe_contents, describe_passages,
                                       title_depth)
from learning.material.content import Content
from learning.material.document import Documents, Filter
from learning.pages.navigation import add_layout
from learning.questions import access
from learning.translation import TEMPLATE_DOMAIN, _

#: Passages on one page: some 8,000 words.
PASSAGES_PER_PAGE = 60
#: The last passage that can be asked for.
MAX_ORDINAL = 10 ** 6


def read_document(env, req, ident):
    """The page of a document, or what is said in its place.

    One question to the indexer: all that the page shows of the document is
    in the answer.
    """
    add_layout(req, 'material')
    wanted = req.args.getfirst('chunk', '')[:100]
    begin = req.args.getint('from', 0, min=0, max=MAX_ORDINAL) or 0
    try:
        text = Content(env, req).text(ident, begin - 1, PASSAGES_PER_PAGE,
                                      wanted)
    except GatewayError as e:
        return refuse_document(env, req, ident, e)
    data = describe_text(env, req, text, wanted)
    add_script(req, 'learning/js/passage_place.js')
    return 'learning_reading.html', data, {}


def describe_text(env, req, text, wanted):
    """What the template shows."""
    passages, sections = text['passages'], text['sections']
    title = text.get('title') or text['name']
    skipped = title_depth(title, [one['heading'] for one in passages] +
                          [one['heading'] for one in sections])
    ids = [one['id'] for one in passages]
    first = passages[0]['ordinal'] if passages else 0
    back = describe_question(env, req)
    more = {'ticket': back['ticket']} if back else {}
    before, after = neighbours(env, text)
    return {'document': text['document'], 'title': title,
            'name': text['name'], 'course': text.get('subject') or '',
            'wiki': text.get('origin') == 'wiki', 'more': more, 'back': back,
            'passages': describe_passages(passages, skipped, wanted),
            'contents': describe_contents(sections, skipped, ids),
            'moved': bool(wanted) and wanted not in ids,
            'count': text['count'], 'first': first + 1,
            'last': first + len(passages),
            'earlier': max(0, first - PASSAGES_PER_PAGE) if first else None,
            'later': text['next'] + 1 if text.get('next') is not None
            else None,
            'before': before, 'after': after,
            'author': 'LEARNING_AUTHOR' in req.perm}


def describe_question(env, req):
    """The question that somebody came from and goes back to, or None."""
    number = req.args.getint('ticket', 0, min=0, max=2 ** 31 - 1)
    if not number or access.visible(env, req, number) is None:
        return None
    return {'ticket': number, 'title': Ticket(env, number)['summary'],
            'href': req.href.ticket(number) + '#learning'}


def neighbours(env, text):
    """The documents around one in its course, each None or a `Document`."""
    documents = Documents(env)
    keys = documents.keys(Filter(course=text.get('subject') or '', live=True))
    at = keys.index(text['document']) if text['document'] in keys else None
    if at is None:
        return None, None
    around = keys[max(0, at - 1):at] + keys[at + 1:at + 2]
    known = {doc.document: doc for doc in documents.some(around)}
    return (known.get(keys[at - 1]) if at else None,
            known.get(keys[at + 1]) if at + 1 < len(keys) else None)


def refuse_document(env, req, ident, error):
    """What is no longer there, or cannot be read just now, with ways on."""
    env.log.warning("Document %s: %s", ident, exception_to_unicode(error))
    gone = error.status == 404
    doc = Documents(env).get(ident)
    page = Chrome(env).render_template(req, 'learning_gone.html', {
        'gone': gone, 'message': None if gone else
        person.error_message(error), 'back': describe_question(env, req),
        'doc': doc, 'again': req.href(req.path_info, req.arg_list)}, {
            'domain': TEMPLATE_DOMAIN, 'iterable': False})
    req.send(page, 'text/html', 404 if gone else 503)


def gone_message():
    """What is said of a passage that cannot be shown any more."""
    return _("This is no longer in the material: the material has changed, "
             "or was taken away.")
