"""What ends the command early, in every subcommand: a text for a person, an exit code for a script."""

EXIT_CODES = """
\b
Exit code 0    all is well
          1    the service said no, or something was refused or is not ready
          2    wrong usage
          3    nobody answers, or the sign-in failed
          4    a path is unavailable: the material does not cover it, or as it says
          130  stopped by Ctrl-C
"""
"""As `--help` shows them."""


class CliError(Exception):
    """The root of this package's errors; its text is for the person who typed the command."""

    exit_code = 1


class RequestRefused(CliError):
    """The service said no."""


class NotFound(CliError):
    """Nothing has this name, or several things have it."""


class UsageError(CliError):
    """The command line or the environment cannot be meant so."""

    exit_code = 2


class Unavailable(CliError):
    """Nobody answers, or nobody knows this account."""

    exit_code = 3


class Interrupted(CliError):
    """Somebody pressed Ctrl-C."""

    exit_code = 130
