"""What can be wrong with who somebody says they are. The message goes to the caller: it says what to do."""


class IdentityError(Exception):
    """Root of this package's errors; `status` is the HTTP status that fits."""

    status = 401


class InvalidToken(IdentityError):
    """The token is missing, forged, expired or meant for somebody else."""


class MissingScope(IdentityError):
    """The token is good, but was not given for this."""

    status = 403


class MissingGroup(IdentityError):
    """The person is known, but is not one of those who may do this."""

    status = 403


class KeysUnavailable(IdentityError):
    """The issuer's keys cannot be read and no known one fits: nobody can say whether the token is good."""

    status = 503
