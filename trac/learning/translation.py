# -*- coding: utf-8 -*-
"""The plugin's texts in its own gettext domain, so that its catalogues are
made and shipped with it. What is not in them is looked up in Trac's.
"""

from trac.util.translation import domain_functions, has_babel

DOMAIN = 'traclearn'
#: For templates. Trac 1.4 fails on a domain where there is no Babel.
TEMPLATE_DOMAIN = DOMAIN if has_babel else None

_lazy, N_, add_domain, _lazy_gettext, _lazy_ngettext, tag_, tagn_ = \
    domain_functions(DOMAIN, '_', 'N_', 'add_domain', 'gettext', 'ngettext',
                     'tag_', 'tagn_')


def _(string, **kwargs):
    """The text in the language of who asks. Outside of a request Trac gives a
    promise of a text, which no database takes and no join accepts: it is
    kept at once."""
    return _kept(_lazy(string, **kwargs))


def gettext(string, **kwargs):
    """`_` of what is no literal."""
    return _kept(_lazy_gettext(string, **kwargs))


def ngettext(singular, plural, num, **kwargs):
    """`_` of what has a number."""
    return _kept(_lazy_ngettext(singular, plural, num, **kwargs))


def _kept(said):
    return said if isinstance(said, basestring) else unicode(said)
