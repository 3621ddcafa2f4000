# -*- coding: utf-8 -*-
"""The plugin's texts in its own gettext domain, so that its catalogues are
made and shipped with it. What is not in them is looked up in Trac's.
"""

from contextlib import contextmanager

from pkg_resources import resource_filename

from trac.util import translation
from trac.util.translation import domain_functions, has_babel
from trac.web.session import DetachedSession

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


def add_catalogues(env):
    """Let this environment's texts be found."""
    try:
        catalogues = resource_filename('learning', 'locale')
    except KeyError:
        pass        # a zipped egg without any
    else:
        add_domain(env.path, catalogues)


@contextmanager
def language_of(env, username):
    """Within it texts are in the language of somebody who is not here: as
    their preferences say, or else the site. Where neither says any, texts
    stay in the language that they are in."""
    wanted = [DetachedSession(env, username).get('language'),
              env.config.get('trac', 'default_language')]
    if not has_babel or not any(wanted):
        yield
        return
    add_catalogues(env)
    active = translation.translations
    active.isactive     # what a request put off is done now, and comes back
    before = active.deactivate()
    active.activate(translation.get_negotiated_locale(wanted), env.path)
    try:
        yield
    finally:
        active.deactivate()
        active.reactivate(before)
