# -*- coding: utf-8 -*-
"""`/learning/paths`: the paths that a learner asked for."""

from learning.pages.navigation import LearningPage
from learning.paths import view
from learning.pages.navigation import add_layout
from learning.paths.path import ACCEPTED, GIVEN_UP, UNAVAILABLE, Paths
from learning.progress.cards import describe_path
from learning.progress.learner_progress import LearnerProgress
from learning.progress.path_progress import describe_done
from learning.translation import N_, gettext
from learning.users.account import Accounts

LEARNING, COMING, DONE, ENDED = 'learning', 'coming', 'done', 'ended'
GROUPS = ((LEARNING, N_("You are on them")), (COMING, N_("On their way")),
          (DONE, N_("Done")), (ENDED, N_("Not taken")))


class PathList(LearningPage):
    """Lists a learner's own paths."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/paths'

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        account = Accounts(self.env).of_user(req.authname)
        add_layout(req, 'paths')
        return 'learning_paths.html', {
            'groups': self._groups(req, account.sub) if account else []}, {}

    # Internal methods

    def _groups(self, req, sub):
        """[(what they have in common, lines)]: of the accepted ones what was
        last worked on comes first."""
        progress = {one.path.id: one
                    for one in LearnerProgress(self.env, sub).paths}
        paths = sorted(Paths(self.env).of(sub), key=lambda path: -progress[
            path.id].worked_at if path.id in progress else 0)
        grouped = {name: [] for name, _label in GROUPS}
        for path in paths:
            known = progress.get(path.id)
            grouped[group_of(path, known)].append(dict(
                view.describe_line(req, path),
                progress=known and describe_path(req, known)))
        return [(gettext(label), grouped[name]) for name, label in GROUPS
                if grouped[name]]


def group_of(path, progress):
    """Which of `GROUPS` a path belongs to.

    :param progress: its `PathProgress`, None before it is accepted.
    """
    if path.state == ACCEPTED:
        done, count = describe_done(progress) if progress else (0, 0)
        return DONE if count and done == count else LEARNING
    return ENDED if path.state in (GIVEN_UP, UNAVAILABLE) else COMING
