# -*- coding: utf-8 -*-
"""`/learning/material/waiting`: changes by others than authors, each with its
difference. An author says whether it is taught.
"""

from trac.versioncontrol.diff import get_diff_options
from trac.web.chrome import add_notice, add_stylesheet, add_warning

from learning.errors import InvalidInput
from learning.pages.navigation import LearningPage, add_layout
from learning.translation import _
from learning.wiki_material import waiting_changes
from learning.wiki_material.version_decision import decide_version
from learning.wiki_material.waiting_changes import WaitingChanges

#: Changes on the list at once; the next follow when these are decided.
MAX_LISTED = 20


class WaitingPage(LearningPage):
    """Shows authors what waits, and takes their decisions."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/material/waiting'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        if req.method == 'POST':
            try:
                self._decide(req)
            except InvalidInput as e:
                add_warning(req, e)
            req.redirect(req.href.learning('material', 'waiting'))
        add_layout(req, 'material')
        add_stylesheet(req, 'common/css/diff.css')
        found = WaitingChanges(self.env).all(req.perm)
        return 'learning_waiting.html', {
            'count': len(found),
            'waiting': waiting_changes.describe_changes(
                self.env, req, found[:MAX_LISTED]),
            'diff': get_diff_options(req)[2], 'no_id': True,
            'longcol': _("Version"), 'shortcol': 'v'}, {}

    # Internal methods

    def _decide(self, req):
        name = req.args.getfirst('name', '')
        number = req.args.getint('version', 0)
        saved = req.args.getint('saved', 0)
        if ('teach' in req.args) == ('refuse' in req.args):
            raise InvalidInput(_("Please say whether the change is taught."))
        teach = 'teach' in req.args
        req.perm('wiki', name).require('WIKI_VIEW')
        decide_version(self.env, name, number, saved, teach, req.authname)
        self.log.info("%s decides on version %d of %s: %s", req.authname,
                      number, name, 'taught' if teach else 'not taught')
        if teach:
            add_notice(req, _("Version %(number)s of %(name)s is taught now.",
                              number=number, name=name))
        else:
            add_notice(req, _("Version %(number)s of %(name)s is not taught. "
                              "It stays on the page.", number=number,
                              name=name))
