# -*- coding: utf-8 -*-
"""What learners may do in this Trac beyond what a school needs.

An existing Trac's permissions stay as they are: nobody knows who relies on
them. They are said, in the upgrade and by `trac-admin ENV learning
permissions`, so that an administrator can take them away.
"""

from trac.perm import PermissionSystem

from learning.permissions.groups import EVERYBODY
from learning.translation import _

#: What learners need: to read, to answer, and to comment. What else there is
#: changes something, or shows more than the course.
LEARNERS_NEED = frozenset((
    'BROWSER_VIEW', 'CHANGESET_VIEW', 'FILE_VIEW', 'LEARNING_ANSWER',
    'LEARNING_VIEW', 'LOG_VIEW', 'MILESTONE_VIEW', 'REPORT_SQL_VIEW',
    'REPORT_VIEW', 'ROADMAP_VIEW', 'SEARCH_VIEW', 'TICKET_APPEND',
    'TICKET_VIEW', 'TIMELINE_VIEW', 'WIKI_VIEW'))


def beyond_need(env):
    """The actions that everybody with an account holds and does not need."""
    held = PermissionSystem(env).get_user_permissions(EVERYBODY)
    return sorted(set(held) - LEARNERS_NEED)


def describe_permissions(env):
    """What was found, in a sentence or two."""
    found = beyond_need(env)
    if not found:
        return _("Learners read, answer and comment: they hold nothing else.")
    return _("Learners hold more than reading, answering and commenting: "
             "%(actions)s. TracLearn leaves that as it is; `trac-admin ENV "
             "permission list` shows who gives it. What they change on "
             "material waits for an author.", actions=', '.join(found))
