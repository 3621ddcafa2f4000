# -*- coding: utf-8 -*-
"""Whose a path is, and who may see it."""

import re

from learning.errors import NoPath
from learning.paths.path import Paths
from learning.permissions.policy import LearningPolicy
from learning.translation import _
from learning.users.account import Accounts

_ADDRESS = re.compile(r'/learning/path/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-'
                      r'[0-9a-f]{12})(/\w+)?\Z')


def match_path(req, rest=''):
    """Is this the address of a path, with this behind it?"""
    found = _ADDRESS.match(req.path_info)
    if found and (found.group(2) or '') == rest:
        req.environ['learning.path'] = found.group(1)
        return True


def visible_path(env, req):
    """(`Path`, whether it is this person's own).

    As their tickets, learners' paths are seen by them and by staff.

    :raises NoPath: also for what is another learner's.
    """
    path = Paths(env).get(req.environ['learning.path'])
    account = Accounts(env).of_user(req.authname)
    own = bool(path and account and path.learner == account.sub)
    if path is None or not own and \
            LearningPolicy(env).restricted_sub(req.authname) is not None:
        raise NoPath(_("There is no such learning path."))
    return path, own
