"""Everything this library raises. What a handler may raise, and what then becomes of the message:

| raised              | counted | then                                                          |
|---------------------|---------|---------------------------------------------------------------|
| `Transient`         | yes     | the message comes back after a back-off, at most 5 times       |
| anything unexpected | yes     | the same                                                      |
| `Permanent`         | yes     | dead letter at once, with its visible failure                 |
| `Busy`              | no      | the message comes back shortly                                |
| `Park`              | no      | the event waits in a table until its cause comes or never does |
"""

from datetime import timedelta


class WorkerError(Exception):
    """Something the worker runtime says. Catch this to catch them all."""


class Transient(WorkerError):
    """It failed this time and may work the next. `delay` in seconds overrides the back-off."""

    def __init__(self, reason: str, delay: float | None = None) -> None:
        super().__init__(reason)
        self.delay = delay


class Permanent(WorkerError):
    """Trying again cannot help. `reason` is shown to operators: never put an answer or a name in it."""


class Busy(WorkerError):
    """Somebody else is at it. Comes back after `delay` seconds, and counts as nothing."""

    def __init__(self, reason: str = "busy", delay: float | None = None) -> None:
        super().__init__(reason)
        self.delay = delay


class Park(WorkerError):
    """The event waits for its cause: `work.unpark(key)` takes it up again.

    After `deadline` it is tried a last time; parking on the same key then ends as a visible failure.
    """

    def __init__(self, key: str, deadline: timedelta) -> None:
        super().__init__(f"waits for {key}")
        self.key = key
        self.deadline = deadline


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


class Stopped(WorkerError):
    """The process is ending; the event goes back as it was."""
