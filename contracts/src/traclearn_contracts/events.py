"""The event as both sides of a queue see it: who says it, what it is, and its data, checked."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Generic
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, SerializeAsAny, ValidationError
from typing_extensions import TypeIs, TypeVar

from traclearn_contracts import external, models
from traclearn_contracts.models import Metadata

VERSIONED = re.compile(r"(\w+)V(\d+)")
TYPES: dict[str, type[BaseModel]] = {
    f"{found[1]}.v{found[2]}": model
    for name, model in vars(models).items()
    if (found := VERSIONED.fullmatch(name))
}
"""Every detail-type of the bus `traclearn` and the model of its data, by their names: XV1 is X.v1."""

_NAMES: dict[type[BaseModel], str] = {
    model: name for types in (TYPES, external.TYPES) for name, model in types.items()
}

EventData = TypeVar("EventData", bound=BaseModel)
Data_co = TypeVar("Data_co", bound=BaseModel, default=BaseModel, covariant=True)

TRAC = "traclearn.trac"
"""Source of all that comes through the gateway, and producer of what Trac itself sends by the relay."""
API = "traclearn.api"
"""Producer of what people send with their own token: the gateway writes it, where no caller can reach."""


class ContractError(ValueError):
    """A message that is not what `contracts/` says. Trying it again cannot help."""


def detail_type_of(model: type[BaseModel]) -> str:
    """The detail-type whose data is such a model. Raises ContractError where nothing says which."""
    if model not in _NAMES:
        raise ContractError(
            f"{model.__name__} is the data of no event: put a schema <Name>.v1.json into contracts/events, "
            "then run `make models`"
        )
    return _NAMES[model]


class Event(BaseModel, Generic[Data_co]):
    """One event: `source` and `detail_type` as EventBridge carries them, `data` as its own contract says."""

    model_config = ConfigDict(frozen=True)

    source: str
    detail_type: str
    metadata: Metadata
    data: SerializeAsAny[Data_co]

    @property
    def inbox_key(self) -> tuple[str, str, UUID]:
        """(producer, learner, event_id): nobody can pre-empt another's id, nor by API what Trac sends."""
        return self.metadata.producer, self.metadata.learner, self.metadata.event_id

    def detail(self) -> dict[str, Any]:
        """The JSON object that travels as EventBridge's `detail`."""
        if self.source == external.S3:
            return self.data.model_dump(mode="json", by_alias=True)
        return {"metadata": self.metadata.model_dump(mode="json"), "data": self.data.model_dump(mode="json")}

    def causes(self, source: str, data: BaseModel, *, key: str = "", groups: Sequence[str] = ()) -> "Event":
        """The event that follows from this one; the same cause, type and key give the same event_id."""
        name = detail_type_of(type(data))
        metadata = Metadata(
            event_id=uuid5(self.metadata.event_id, f"{source}:{self.metadata.learner}:{name}:{key}"),
            occurred_at=datetime.now(UTC),
            learner=self.metadata.learner,
            groups=list(groups),
            correlation_id=self.metadata.correlation_id,
            causation_id=self.metadata.event_id,
            traceparent=self.metadata.traceparent,
            producer=source,
        )
        return Event(source=source, detail_type=name, metadata=metadata, data=data)


def is_about(event: Event, model: type[EventData]) -> TypeIs[Event[EventData]]:
    """Whether its data is such a model, as type checkers understand it."""
    return isinstance(event.data, model)


def is_from_trac(event: Event) -> bool:
    """Whether Trac itself says this. An answer that it does not say is none: Trac numbers the attempts and
    knows when they came."""
    return event.source == event.metadata.producer == TRAC


def parse(source: str, detail_type: str, detail: object, time: object = None) -> Event:
    """Checks a received `detail` against its contract. Raises ContractError naming the fields that fail.

    `time` is that of the EventBridge body: when it occurred, for what has no envelope to say it, and for what
    people say by API, whose own clock decides nothing.
    """
    parse_data = external.parse_notice if source == external.S3 else _parse_enveloped
    try:
        data, metadata = parse_data(detail_type, detail, time)
    except KeyError:
        raise ContractError(f"unknown detail-type {detail_type!r}") from None
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)[:5]
        )
        raise ContractError(f"{detail_type} breaks its contract: {faults}") from error
    return Event(source=source, detail_type=detail_type, metadata=metadata, data=data)


def _parse_enveloped(detail_type: str, detail: object, time: object) -> tuple[BaseModel, Metadata]:
    model = TYPES[detail_type]
    envelope = models.Envelope.model_validate(detail)
    return model.model_validate(envelope.data), _timed(envelope.metadata, time)


def _timed(metadata: Metadata, time: object) -> Metadata:
    """With the bus's own time for what came through the people's door."""
    if metadata.producer != API or time is None:
        return metadata
    return Metadata.model_validate(metadata.model_dump() | {"occurred_at": time})
