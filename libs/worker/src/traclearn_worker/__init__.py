"""The SQS worker runtime: a service brings handlers, this brings everything between queue and commit."""

from traclearn_worker.app import App
from traclearn_worker.breaker import Breaker
from traclearn_worker.errors import LeaseLost, Misuse, ReplyLost, Unavailable, WorkerError
from traclearn_worker.retry import Busy, Park, Permanent, Transient
from traclearn_worker.service import on
from traclearn_worker.settings import WorkerSettings
from traclearn_worker.work import Work

__all__ = [
    "App",
    "Breaker",
    "Busy",
    "LeaseLost",
    "Misuse",
    "Park",
    "Permanent",
    "ReplyLost",
    "Transient",
    "Unavailable",
    "Work",
    "WorkerError",
    "WorkerSettings",
    "on",
]
