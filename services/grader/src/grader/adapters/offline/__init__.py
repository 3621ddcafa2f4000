"""The offline grader, the first provider: it knows the domain, and the domain knows nothing of it."""

from grader.adapters.offline.grader import OfflineGrader

__all__ = ["OfflineGrader"]
