# -*- coding: utf-8 -*-
"""What can be wrong with who somebody says they are."""

from learning.errors import LearningError


class InvalidToken(LearningError):
    """The token is forged, expired or meant for somebody else."""


class KeysUnavailable(LearningError):
    """Cognito's keys cannot be read and no known one fits."""


class GrantRefused(LearningError):
    """Cognito says that the code or the refresh token is no good."""


class SignInDown(LearningError):
    """Cognito cannot be asked now; nothing is known to be wrong."""
