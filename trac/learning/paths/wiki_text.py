# -*- coding: utf-8 -*-
"""What tickets say of paths, as wiki text."""


def verbatim(said):
    """Text that somebody wrote, as wiki text that marks nothing up."""
    return u'{{{%s}}}' % ' '.join(said.split()).replace('}', u'}\u200b')
