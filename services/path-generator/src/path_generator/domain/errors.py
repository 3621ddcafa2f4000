"""What can go wrong in making a path; every error is a PathError."""


class PathError(Exception):
    """The root of this package's errors."""


class MaterialChanged(PathError):
    """What was found is not there any more: the material was indexed anew meanwhile."""
