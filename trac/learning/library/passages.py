# -*- coding: utf-8 -*-
"""The passages of a document as a text with headings, and its contents."""

from learning.rendering.passage_html import has_table, render_passage
from learning.translation import N_, gettext

KINDS = {'table': N_("table"), 'code': N_("code"), 'formula': N_("formula"),
         'list': N_("list"), 'quote': N_("quotation")}
#: Kinds whose lines and spaces mean something; of a table, where it is not
#: written as a table.
FIXED = ('code', 'formula')
#: The deepest heading that HTML has, and the one below a page's own.
MAX_LEVEL, FIRST_LEVEL = 6, 2


def describe_passages(passages, skipped, wanted):
    """Each passage with the headings that begin with it.

    :param skipped: headings above all, which the page's own title says.
    :param wanted: the passage that somebody came for.
    """
    described, heading, page = [], [], None
    for passage in passages:
        own = passage['heading'][skipped:]
        described.append(dict(describe_content(passage), **{
            'id': passage['id'], 'kind': kind_of(passage),
            'wanted': passage['id'] == wanted,
            'page': passage.get('page') if passage.get('page') != page
            else None,
            'headings': new_headings(heading, own)}))
        heading, page = own, passage.get('page')
    return described


def describe_content(passage):
    """{content, fixed}: HTML, or text whose lines and spaces stay."""
    content, kind = passage.get('content') or '', passage.get('kind')
    fixed = kind in FIXED or kind == 'table' and not has_table(content)
    return {'content': content if fixed else render_passage(content),
            'fixed': fixed}


def describe_contents(sections, skipped, shown):
    """The table of contents: {title, level, passage, here} of each heading.

    :param shown: passages of this page.
    """
    contents, heading = [], []
    for section in sections:
        own = section['heading'][skipped:]
        contents += [dict(one, passage=section['passage'],
                          here=section['passage'] in shown)
                     for one in new_headings(heading, own)]
        heading = own
    return contents


def new_headings(before, now):
    """The headings that are not those of the passage before: {title, level}.
    """
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    if same == len(now) < len(before):
        same = max(0, same - 1)     # back from a deeper one
    return [{'title': title, 'level': min(MAX_LEVEL, FIRST_LEVEL + depth)}
            for depth, title in enumerate(now) if depth >= same]


def title_depth(title, headings):
    """1 where the document's title is the first heading of all, else 0."""
    return int(bool(headings) and
               all(one[:1] == [title] for one in headings))


def kind_of(passage):
    """The word for what a passage is, '' for plain text."""
    kind = KINDS.get(passage.get('kind'))
    return gettext(kind) if kind else ''
