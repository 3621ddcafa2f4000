"""What can go wrong in grading; every error is a GraderError."""


class GraderError(Exception):
    """The root of this package's errors."""


class BadReply(GraderError):
    """A grader answered something that cannot be read as verdicts."""
