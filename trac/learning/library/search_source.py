# -*- coding: utf-8 -*-
"""What Trac's own search finds in the material."""

from trac.core import Component, implements
from trac.search.api import ISearchSource
from trac.util.datefmt import from_utimestamp
from trac.web.chrome import add_warning

from learning import timestamps
from learning.library.search import Search
from learning.material import view
from learning.material.document import Documents
from learning.translation import _

FILTER = 'material'
#: Hits among those of tickets and pages.
MAX_FOUND = 10
#: Seconds: the tickets and pages that were found wait for it.
TIMEOUT_S = 3


class MaterialSearch(Component):
    """Finds passages of the material from every page's search box."""

    implements(ISearchSource)

    # ISearchSource methods

    def get_search_filters(self, req):
        if 'LEARNING_VIEW' in req.perm:
            yield FILTER, _("Material")

    def get_search_results(self, req, terms, filters):
        if FILTER not in filters or 'LEARNING_VIEW' not in req.perm:
            return []
        search = Search(self.env, req, MAX_FOUND, course='',
                        question=' '.join(terms), seconds=TIMEOUT_S)
        if search.trouble:
            add_warning(req, _("The material cannot be searched just now."))
        known = Documents(self.env).some(
            sorted({hit['document'] for hit in search.hits}))
        return list(describe_results(
            search.hits, {doc.document: doc.at for doc in known}))


def describe_results(hits, dates):
    """(href, title, date, author, excerpt) of each hit.

    :param dates: of the documents that Trac knows; others have just come.
    """
    for hit in hits:
        yield (hit['href'], view.heading(filter(None, (hit['title'],
                                                       hit['section']))),
               from_utimestamp(dates.get(hit['document'], timestamps.now())),
               '', ''.join(part for part, _marked in hit['text']))
