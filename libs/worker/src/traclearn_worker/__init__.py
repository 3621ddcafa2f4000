"""The SQS worker runtime: a service brings handlers, this brings everything between queue and commit.

How a message ends, from its receipt to its end (`delivery`, `settlement`, `dead_letters`):

message ─▶ event ─▶ claim ─▶ handler ─▶ commit ─▶ complete: DELETE
             │        │         │
             │        │         ├─ Transient ─▶ retry: counted, comes back; the fifth is a dead letter
             │        │         ├─ Permanent ─▶ dead_letter: dead letter, visible failure, DELETE
             │        │         ├─ Park ──────▶ park: waits in a table, DELETE
             │        │         └─ Busy, Unavailable, SIGTERM ─▶ release: comes back, not counted
             │        ├─ done, failed, parked before ─▶ DELETE
             │        └─ held by another ─▶ release: comes back, not counted
             └─ broken, or a replay of what is forgotten ─▶ dead letter, DELETE

A lease that is lost on the way leaves the message to whoever has it now.
"""

from traclearn_worker.app import App
from traclearn_worker.breaker import Breaker
from traclearn_worker.errors import (
    Busy,
    LeaseLost,
    Misuse,
    Park,
    Permanent,
    ReplyLost,
    Transient,
    Unavailable,
    WorkerError,
)
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
