"""The steps after PostgreSQL lost something, as docs/recovery.md has them.

Everything stands still until the restored instance has the lost one's name. Trac comes last: whoever answers
while attempts are missing would get a number twice.
"""

from datetime import datetime
from functools import partial
from pathlib import Path

from traclearn_deploy import front, replay, task_counts
from traclearn_deploy.clients import Clients
from traclearn_deploy.database_restore import DatabaseRestore
from traclearn_deploy.errors import DeployError
from traclearn_deploy.one_off import OneOff, run_to_end
from traclearn_deploy.site import Program, Site
from traclearn_deploy.steps import Step

MISSING_ATTEMPTS = Path("infra/recovery/missing_attempts.sql")
AS_OWNER = """
import asyncio, os, sys
from sqlalchemy.ext.asyncio import create_async_engine
async def run():
    engine = create_async_engine(os.environ["MIGRATION_DATABASE_URL"])
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        await raw.driver_connection.execute(sys.argv[1])
    await engine.dispose()
asyncio.run(run())
"""
"""What a migration's task runs, with all of a file's statements: its image has neither psql nor the file."""
TRAC = ("trac", "sync")
REST = "to no task, and none by scaling"
WORK = "as many tasks as there are at least"


class Restore:
    def __init__(self, site: Site, to: datetime, clients: Clients) -> None:
        self._site, self._to, self._clients = site, to, clients
        self._bus = site.api_variables["bus"]

    def steps(self) -> list[Step]:
        trac = [one for one in self._site.programs if one.service in TRAC]
        workers = [one for one in self._site.programs if one.service not in TRAC]
        since = f"{self._to - replay.MARGIN:%F %T}"
        return [
            *(Step(f"stop {one.service}", REST, partial(self._stop, one)) for one in (*trac, *workers)),
            *self._database(),
            *(Step(f"start {one.service}", WORK, partial(self._start, one)) for one in workers),
            Step("replay", f"archive {self._bus}, from {since} UTC until now", self._replay),
            Step("queues", "wait until each was empty for a minute", self._wait_for_queues),
            Step("attempts", f"{MISSING_ATTEMPTS} as the owner, in {self._site.cluster}", self._attempts),
            *(Step(f"start {one.service}", WORK, partial(self._start, one)) for one in trac),
            Step("smoke test", f"ask {self._site.url} what anybody may see", self._check),
        ]

    def _database(self) -> list[Step]:
        """RDS is asked when a step runs, and not to show the steps."""
        one = DatabaseRestore(lambda: self._clients.rds, self._site.database, self._to)
        how = f"as it was at {self._to:%F %T} UTC, with the groups, parameters and backups of {one.name}"
        swap = f"{one.name} becomes {one.lost}, and {one.restored} becomes {one.name}"
        return [
            Step("restore", f"{one.restored} {how}", one.restore),
            Step(
                "replica", f"{one.replica}, if it is there, becomes {one.lost_replica}", one.set_replica_aside
            ),
            Step("swap", swap, one.swap),
        ]

    def _stop(self, program: Program) -> None:
        task_counts.stop_service(self._clients.ecs, self._clients.scaling, self._site.cluster, program)

    def _start(self, program: Program) -> None:
        task_counts.start_service(self._clients.ecs, self._clients.scaling, self._site.cluster, program)

    def _replay(self) -> None:
        replay.replay_archive(self._clients.events, self._bus, self._to)

    def _wait_for_queues(self) -> None:
        replay.wait_for_queues(self._clients.sqs)

    def _attempts(self) -> None:
        try:
            statements = MISSING_ATTEMPTS.read_text()
        except FileNotFoundError:
            raise DeployError(
                f"{MISSING_ATTEMPTS} is not here: run this from the project's folder."
            ) from None
        first, site = self._site.migrations[0], self._site
        command = ("python", "-c", AS_OWNER, statements)
        task = OneOff("attempts", site.cluster, site.network, first.family, first.container, command)
        run_to_end(self._clients.ecs, task)

    def _check(self) -> None:
        front.check_site(self._site.url)
