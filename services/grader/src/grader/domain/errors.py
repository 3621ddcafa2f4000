"""What can go wrong in grading; every error is a GraderError."""

from datetime import date


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


class CallRefused(GraderError):
    """No language model may be asked now.

    `day`: of UTC, on which that was so. `soon`: calls under way hold what this one would take, and most of
    them will give it back. `limit`: what was reached, for figures.
    """

    limit = "stopped"

    def __init__(self, reason: str, day: date, *, soon: bool = False) -> None:
        super().__init__(reason)
        self.day = day
        self.soon = soon


class CallsStopped(CallRefused):
    """An operator has stopped all calls."""

    def __init__(self, day: date) -> None:
        super().__init__("an operator has stopped the calls of language models", day)


class CourseRefuses(CallRefused):
    """Its authors let no answer go outside any more. Tried again, it is graded offline."""

    limit = "opted_out"

    def __init__(self, day: date) -> None:
        super().__init__("the course lets no language model read its answers", day, soon=True)


class BudgetSpent(CallRefused):
    """The call may cost more than the day's budget has left."""

    def __init__(self, limit: str, day: date, *, soon: bool) -> None:
        of = "all calls" if limit == "all" else f"the {limit}"
        super().__init__(f"the day's budget of {of} is spent", day, soon=soon)
        self.limit = limit


class RequestError(GraderError):
    """What was asked for cannot be; the text says what to do, `code` why, as `openapi.yaml` has it. `status`
    is the HTTP status that fits."""

    status = 400

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code


class NotFound(RequestError):
    status = 404


class NotYours(RequestError):
    status = 403


class TooManyRequests(RequestError):
    """`retry_in`: whole seconds until the next request is taken."""

    status = 429

    def __init__(self, limit: int, retry_in: int) -> None:
        super().__init__(
            f"You may ask for {limit} hints and explanations a minute. Ask again in {retry_in} s.",
            "too_many_requests",
        )
        self.retry_in = retry_in
