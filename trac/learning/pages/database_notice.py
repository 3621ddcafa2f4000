# -*- coding: utf-8 -*-
"""Says where learning is shown that the database is not fit for it."""

from trac.core import Component, implements
from trac.web.api import IRequestFilter
from trac.web.chrome import add_warning

from learning.database import database_scheme, has_postgresql
from learning.translation import _


class DatabaseNotice(Component):
    """Warns on the plugin's pages when Trac's database is not PostgreSQL.

    The pages still open: an administrator may look around before the move.
    """

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        if (template or '').startswith('learning_') and \
                not has_postgresql(self.env):
            add_warning(req, _(
                "Learning needs PostgreSQL, and this Trac's database is "
                "%(scheme)s: look around, and move the database before "
                "learners come.", scheme=database_scheme(self.env)))
        return template, data, metadata
