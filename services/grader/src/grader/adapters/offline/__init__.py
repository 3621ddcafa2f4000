"""The offline grader, the first provider: it knows the domain, and the domain knows nothing of it."""

from grader.adapters.offline.grader import OfflineGrader
from grader.adapters.offline.similarity import OfflineLikeness

__all__ = ["OfflineGrader", "OfflineLikeness"]
