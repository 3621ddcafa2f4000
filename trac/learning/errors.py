# -*- coding: utf-8 -*-
"""What can go wrong, in words that a person on the page understands."""

from trac.core import TracError


class LearningError(TracError):
    """The root of the plugin's own errors."""


class InvalidInput(LearningError):
    """What was written cannot be taken as it is; the text is kept."""

    status = 400


class ChangedMeanwhile(InvalidInput):
    """Somebody else saved the same, earlier."""


class NoQuestion(LearningError):
    """There is no question here that this person may answer."""

    status = 404


class QuestionClosed(LearningError):
    """The question takes no answers now."""

    status = 409


class HintRefused(LearningError):
    """There is no hint or explanation to be had.

    :param status: of HTTP.
    """

    def __init__(self, message, status):
        super(HintRefused, self).__init__(message)
        self.status = status


class QuestionChanged(LearningError):
    """The question is not the one that the form showed."""

    status = 409


class NoAttemptsLeft(LearningError):
    """The learner has used all attempts that the question allows."""

    status = 409


class AppealRefused(LearningError):
    """This grade cannot be appealed, or not again."""

    status = 409


class DecidedMeanwhile(LearningError):
    """Somebody else decided about the same answers.

    :param conflicts: `learning.desk.conflict.Conflict`s.
    """

    status = 409

    def __init__(self, conflicts):
        super(DecidedMeanwhile, self).__init__(u"Decided meanwhile.")
        self.conflicts = conflicts


class NoPath(LearningError):
    """There is no learning path here that this person may see."""

    status = 404


class PathNotReady(LearningError):
    """The learning path cannot be accepted now."""

    status = 409


class TooSoon(LearningError):
    """A learner answers more often than the limits allow.

    :param seconds: to wait.
    """

    status = 429

    def __init__(self, message, seconds):
        super(TooSoon, self).__init__(message)
        self.seconds = seconds


class GatewayError(LearningError):
    """The gateway did not take it; it is worth trying again."""

    status = None
    #: The gateway's own words, '' without any.
    said = ''
    #: Why, as `contracts/openapi.yaml` has it, '' where it does not say.
    code = ''


class NoAnswerInTime(GatewayError):
    """The gateway took longer than a page may wait."""


class CallTimeout(LearningError):
    """The call had not ended in time; it may still end unseen."""


class Refused(GatewayError):
    """The gateway takes no such body."""


class Unauthorized(GatewayError):
    """The token is not (or no longer) good enough."""


class MachineTokenError(GatewayError):
    """There is no machine token to be had just now."""


class InvalidToken(LearningError):
    """The token is forged, expired or meant for somebody else."""


class KeysUnavailable(LearningError):
    """Cognito's keys cannot be read and no known one fits."""


class GrantRefused(LearningError):
    """Cognito says that the code or the refresh token is no good."""


class SignInDown(LearningError):
    """Cognito cannot be asked now; nothing is known to be wrong."""


class NameTaken(LearningError):
    """Somebody else holds, or is to get, this user name."""
