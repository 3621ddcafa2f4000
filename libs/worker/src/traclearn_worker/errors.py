"""The root of everything this library raises."""


class WorkerError(Exception):
    """Something the worker runtime says. Catch this to catch them all."""


class LeaseLost(WorkerError):
    """Another worker holds the event now; whatever this one still wants to write is refused."""

    def __init__(self, what: str = "another worker has claimed the event") -> None:
        super().__init__(what)


class TaskEnded(WorkerError):
    """A task of the runtime ended by itself, and the process with it; the log says why."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the task {name} ended")


class Misuse(WorkerError):
    """A handler broke a rule of `Work`; the message says which."""


class ReadOnly(Misuse):
    """A statement inside `read()` writes."""

    def __init__(self) -> None:
        super().__init__("read() cannot write: use write(), or checkpoint() before a call")


class ReplyLost(WorkerError):
    """A call was begun on an earlier attempt and nobody knows how it ended: it may have been paid for.

    Left alone it counts like any failure, so the event ends in the dead-letter queue; a replay asks anew.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"the reply of the call {name} was lost, and it may have been paid for")
        self.name = name


class Unavailable(WorkerError):
    """A dependency is down. The message goes back to the queue uncounted.

    `retry_in` is the number of seconds after which asking again makes sense.
    """

    def __init__(self, dependency: str, retry_in: float) -> None:
        super().__init__(f"{dependency} is not available")
        self.dependency = dependency
        self.retry_in = retry_in
