# -*- coding: utf-8 -*-
"""What a person wrote, character for character.

A browser turns each line break of a text box into CRLF when it sends a form;
the person wrote one line break, so that is turned back. Nothing else is
changed: no trimming, no Unicode normalisation.
"""

import re


from learning.errors import InvalidInput
from learning.translation import _

_LONE_SURROGATE = re.compile(u'[\ud800-\udbff](?![\udc00-\udfff])|'
                             u'(?<![\ud800-\udbff])[\udc00-\udfff]')
_UUID = re.compile(r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z')


def is_uuid(value):
    """Is it an id as events, grades and documents have it?"""
    return isinstance(value, basestring) and bool(_UUID.match(value))


def normalize_newlines(value):
    """The text as it was written."""
    return value.replace(u'\r\n', u'\n')


def strip_unstorable(value):
    """The text without what neither PostgreSQL nor JSON can carry."""
    return _LONE_SURROGATE.sub(u'', value).replace(u'\0', u'')


def check_text(value, name, longest, empty=None):
    """Refuse kindly what cannot be taken.

    :param name: what the text is, for the message.
    :param longest: the most characters (Unicode code points).
    :param empty: the message when there is nothing; None allows nothing.
    :raises InvalidInput: and says what to do.
    """
    if empty is not None and not value.strip():
        raise InvalidInput(empty)
    if len(value) > longest:
        raise InvalidInput(_(
            "%(name)s has %(length)s characters; %(longest)s is the most. "
            "Your text is kept below: please shorten it and send it again.",
            name=name, length=group_digits(len(value)),
            longest=group_digits(longest)))
    if strip_unstorable(value) != value:
        raise InvalidInput(_(
            "%(name)s holds a character that cannot be stored (NUL or half "
            "of a character). It is taken out of the text below: please look "
            "at it and send it again.", name=name))


def group_digits(number):
    """20000 as `20,000`, as the reader's language writes it."""
    return u'{:,}'.format(number).replace(u',', _("1,000")[1:-3])
