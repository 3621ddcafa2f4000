"""What can go wrong in the indexer; every error is an IndexerError."""


class IndexerError(Exception):
    """The root of this service's errors."""


class ConfigurationError(IndexerError):
    """The settings lack something that others of them ask for."""


class BucketAway(IndexerError):
    """The storage of originals does not answer, or refuses us."""


class ObjectGone(IndexerError):
    """The original is not in the bucket any more."""


class RequestError(IndexerError):
    """What an author asked for cannot be; the text says what to do. `status` is the HTTP status that fits."""

    status = 400


class NotFound(RequestError):
    status = 404


class Conflict(RequestError):
    """It cannot be as things stand."""

    status = 409
