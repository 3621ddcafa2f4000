# -*- coding: utf-8 -*-
"""What people may do, from the groups in their tokens.

Trac's own permission table says which group may do what (the upgrade puts
in the first rows); this module only says who is in which group.
"""

from trac.core import Component, implements
from trac.perm import IPermissionGroupProvider, IPermissionRequestor

from learning.users.account import Accounts

#: The group of everybody with an account, and the prefix of Cognito's groups:
#: nobody gets into one of Trac's own groups by a name in a token.
EVERYBODY = 'cognito'
PREFIX = 'cognito-'
#: Trac asks for them, too.
NOBODY = ('anonymous', 'authenticated')


class LearningPermissions(Component):
    """Defines the permissions around questions and answers.

    - `LEARNING_VIEW`: see questions and one's own results
    - `LEARNING_ANSWER`: answer questions
    - `LEARNING_AUTHOR`: make questions, keep the material, override grades,
      see everybody's tickets
    - `LEARNING_OPERATE`: see what failed and send it again, see everybody's
      tickets
    """

    implements(IPermissionRequestor, IPermissionGroupProvider)

    # IPermissionRequestor methods

    def get_permission_actions(self):
        return ['LEARNING_VIEW',
                ('LEARNING_ANSWER', ['LEARNING_VIEW']),
                ('LEARNING_AUTHOR', ['LEARNING_VIEW', 'LEARNING_ANSWER']),
                ('LEARNING_OPERATE', ['LEARNING_VIEW'])]

    # IPermissionGroupProvider methods

    def get_permission_groups(self, username):
        """`cognito`, and `cognito-NAME` for each group in the token."""
        if not username or username in NOBODY:
            return []
        account = Accounts(self.env).of_user(username)
        if account is None:
            return []
        return [EVERYBODY] + [PREFIX + group for group in account.groups]
