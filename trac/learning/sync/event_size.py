# -*- coding: utf-8 -*-
"""What one event can carry."""

import json

#: Bytes of an event's data; the bus takes 256 KB with all that is around it.
MAX_EVENT_BYTES = 180000
#: The same when each letter beyond ASCII is written as `\\u0431`, as some
#: of those do that carry it on.
MAX_ESCAPED_BYTES = 240000


def is_too_large(data):
    """Whether an event cannot carry it."""
    return share_too_much(data) > 0


def share_too_much(data):
    """The share of its bytes that an event cannot carry: 0 for none."""
    sizes = (len(json.dumps(data, ensure_ascii=False).encode('utf-8')),
             MAX_EVENT_BYTES), (len(json.dumps(data)), MAX_ESCAPED_BYTES)
    return max(max(0, size - most) / float(size) for size, most in sizes)
