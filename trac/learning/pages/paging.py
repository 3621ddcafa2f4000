# -*- coding: utf-8 -*-
"""A long list that is at hand, page by page."""

#: Beyond it nobody counts.
MAX_AFTER = 1000000


def page_of(req, rows, size):
    """What a page shows of a list, from the row on that `after` says, and
    what `pages` of learning_list_macros.html needs."""
    after = req.args.getint('after', 0, min=0, max=MAX_AFTER)
    return {'rows': rows[after:after + size], 'after': after,
            'count': len(rows),
            'next': after + size if after + size < len(rows) else None}
