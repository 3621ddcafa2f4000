"""What ends `traclearn content` early: the text is for a person, the exit code for a script."""


class Complaint(Exception):
    """The service said no."""

    code = 1


class Misuse(Complaint):
    """The command line or the environment cannot be meant so."""

    code = 2


class Unreachable(Complaint):
    """Nobody answers, or nobody knows this account."""

    code = 3
