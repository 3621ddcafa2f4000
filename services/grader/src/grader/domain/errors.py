"""What can go wrong in grading; every error is a GraderError."""


class GraderError(Exception):
    """The root of this package's errors."""


class BadReply(GraderError):
    """A grader answered something that cannot be read as verdicts."""


class ReplyUnknown(GraderError):
    """A grader was asked, and nobody knows what it said: it may have to be paid for."""


class GradingFailed(GraderError):
    """The grader that was asked for gave no grade."""


class UnknownModel(GraderError):
    """A grader is configured that there is not."""
