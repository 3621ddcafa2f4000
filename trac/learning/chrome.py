# -*- coding: utf-8 -*-
"""Where Trac finds the plugin's templates, scripts and styles."""

from pkg_resources import resource_filename

from trac.core import Component, implements
from trac.web.chrome import ITemplateProvider


class LearningSite(Component):
    """Serves the plugin's files under `chrome/learning`."""

    implements(ITemplateProvider)

    # ITemplateProvider methods

    def get_htdocs_dirs(self):
        return [('learning', resource_filename('learning', 'htdocs'))]

    def get_templates_dirs(self):
        return [resource_filename('learning', 'templates')]
