"""The switch of calls outside, as a row in PostgreSQL that every process reads before each call."""

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_worker.postgres.driver import driver
from traclearn_worker.postgres.parking import ParkingTable

from grader.adapters.budget import TODAY
from grader.adapters.tables import CALL_SWITCH, METADATA
from grader.domain.spending import CallSwitch, waiting_for


class SqlCallSwitch:
    """See `grader.application.ports.CallSwitchStore`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def read(self) -> CallSwitch:
        columns = (CALL_SWITCH.c.allowed, CALL_SWITCH.c.said_by, CALL_SWITCH.c.said_at, CALL_SWITCH.c.reason)
        return CallSwitch(**(await self._connection.execute(select(*columns))).one()._mapping)

    async def turn(self, said: CallSwitch) -> None:
        """What waits for calls to be allowed is taken up with the commit."""
        values = {"allowed": said.allowed, "said_by": said.said_by, "reason": said.reason}
        await self._connection.execute(update(CALL_SWITCH).values(**values, said_at=func.now()))
        if said.allowed:
            await self._take_up()

    async def follow_limits(self, limits: str) -> None:
        new = update(CALL_SWITCH).where(CALL_SWITCH.c.limits.is_distinct_from(limits)).values(limits=limits)
        if (await self._connection.execute(new)).rowcount:
            await self._take_up()

    async def _take_up(self) -> None:
        today = (await self._connection.execute(select(TODAY))).scalar_one()
        await ParkingTable(str(METADATA.schema)).unpark(driver(self._connection), waiting_for(today))
