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


class RequestError(GraderError):
    """What was asked for cannot be; the text says what to do. `status` is the HTTP status that fits."""

    status = 400


class NotFound(RequestError):
    status = 404


class NotYours(RequestError):
    status = 403


class TooManyRequests(RequestError):
    """`retry_in`: whole seconds until the next request is taken."""

    status = 429

    def __init__(self, limit: int, retry_in: int) -> None:
        super().__init__(
            f"You may ask for {limit} hints and explanations a minute. Ask again in {retry_in} s."
        )
        self.retry_in = retry_in
