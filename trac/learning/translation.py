# -*- coding: utf-8 -*-
"""The plugin's texts in its own gettext domain, so that its catalogues are
made and shipped with it. What is not in them is looked up in Trac's.
"""

from trac.util.translation import domain_functions, has_babel

DOMAIN = 'traclearn'
#: For templates. Trac 1.4 fails on a domain where there is no Babel.
TEMPLATE_DOMAIN = DOMAIN if has_babel else None

_, N_, add_domain, gettext, ngettext, tag_ = domain_functions(
    DOMAIN, '_', 'N_', 'add_domain', 'gettext', 'ngettext', 'tag_')
