# -*- coding: utf-8 -*-
"""`/learning/paths`: the paths that a learner asked for."""

from learning.pages.navigation import LearningPage
from learning.paths import view
from learning.pages.navigation import add_layout
from learning.paths.path import Paths
from learning.users.account import Accounts


class PathList(LearningPage):
    """Lists a learner's own paths."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/paths'

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        account = Accounts(self.env).of_user(req.authname)
        add_layout(req, 'paths')
        return 'learning_paths.html', {'paths': [
            view.describe_line(req, path)
            for path in Paths(self.env).of(account.sub)]
            if account else []}, {}
