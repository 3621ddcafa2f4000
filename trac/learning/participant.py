# -*- coding: utf-8 -*-
"""Components that are made as soon as an environment is opened."""

from trac.core import Component, implements
from trac.env import IEnvironmentSetupParticipant


class Participant(Component):
    """Opening an environment makes every participant in its setup, before the
    first request or command: the place to wrap what has no extension point.
    """

    abstract = True

    implements(IEnvironmentSetupParticipant)

    # IEnvironmentSetupParticipant methods

    def environment_created(self):
        pass

    def environment_needs_upgrade(self):
        return False

    def upgrade_environment(self):
        pass
