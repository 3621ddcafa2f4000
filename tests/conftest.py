"""One running stack for all tests here; see `traclearn_local.testing`."""

from traclearn_local.testing import stack

__all__ = ["stack"]
