"""What can go wrong with the local stack, in words that say what to do."""


class LocalError(Exception):
    """The stack cannot go on; the text is for the person at the terminal."""


class Missing(LocalError):
    """Something could not be installed on this machine; the text names the one command that gets it."""


class PortTaken(LocalError):
    """A port of the stack is held by a process that is not ours."""


class Unhealthy(LocalError):
    """A program was started and does not answer; the text ends with the tail of its log."""
