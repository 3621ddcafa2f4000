"""What a service brings to the runtime: its handlers, its store, and how its failures become visible."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event, detail_type_of
from traclearn_contracts.topology import Consumer

from traclearn_worker.errors import Misuse, Permanent
from traclearn_worker.work import Work

Data = TypeVar("Data", bound=BaseModel)
Store = TypeVar("Store")
Handler = Callable[[Event[Any], Work[Store]], Awaitable[list[Event]]]
FailedHook = Callable[[Event, str, Work[Store]], Awaitable[list[Event]]]


@dataclass(frozen=True)
class Route(Generic[Store]):
    """One detail-type and who handles it."""

    detail_type: str
    handler: Handler[Store]


def on(
    model: type[Data], handler: Callable[[Event[Data], Work[Store]], Awaitable[list[Event]]]
) -> Route[Store]:
    """Routes the events whose data is a `model`. Raises ContractError for one that is no event's."""
    return Route(detail_type_of(model), handler)


@dataclass(frozen=True)
class Service(Generic[Store]):
    """A service as the runtime knows it."""

    name: str
    source: str
    routes: Iterable[Route[Store]]
    stores: Callable[[AsyncConnection], Store]
    """Makes the service's store of one transaction."""
    failed: FailedHook[Store] | None = None
    consumes: Consumer | None = None
    """What `topology.yaml` says that it gets. None in tests: nothing is compared, and anybody may speak."""
    _handlers: dict[str, Handler[Store]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._handlers.update({route.detail_type: route.handler for route in self.routes})
        if self.consumes is not None:
            self._compare(self.consumes)

    def handler(self, event: Event) -> Handler[Store]:
        """Raises Permanent for what the service does not consume, and for who may not say it."""
        if event.detail_type not in self._handlers:
            raise Permanent(f"{self.name} has no handler for {event.detail_type}")
        if error := self.consumes and self.consumes.authorization_error(event):
            raise Permanent(error)
        return self._handlers[event.detail_type]

    def _compare(self, consumes: Consumer) -> None:
        """Raises Misuse where the handlers are not those of the queue's rules."""
        sent = consumes.detail_types
        faults = [f"no handler for {name}" for name in sorted(sent - self._handlers.keys())]
        faults += [f"no rule brings {name}" for name in sorted(self._handlers.keys() - sent)]
        if faults:
            raise Misuse(
                f"{self.name} and the queue {consumes.queue.name} in contracts/topology.yaml disagree: "
                f"{', '.join(faults)}. Add a rule there, or `on(…)` in the service's entrypoints/worker.py"
            )
