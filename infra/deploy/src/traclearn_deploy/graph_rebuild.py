"""Neo4j filled again, after its secret names a new, empty database: as docs/recovery.md has it."""

from functools import partial
from typing import Any

from traclearn_deploy import rolling
from traclearn_deploy.clients import Clients
from traclearn_deploy.errors import DeployError
from traclearn_deploy.one_off import OneOff, run_to_end
from traclearn_deploy.site import Network, Program, Site
from traclearn_deploy.steps import Step

READERS = ("indexer", "path-generator")
REBUILD = ("traclearn-indexer-rebuild",)
RESEND = ("trac-admin", "/tmp/env", "learning", "resend-pages")


class GraphRebuild:
    def __init__(self, site: Site, clients: Clients) -> None:
        self._site, self._clients = site, clients

    def steps(self) -> list[Step]:
        renewed = [
            Step(name, "new tasks, which read the secret again", partial(self._renew, name))
            for name in READERS
        ]
        return [
            *renewed,
            Step("uploads", f"run `{' '.join(REBUILD)}` as a task of indexer", self._uploads),
            Step("pages", f"run `{' '.join(RESEND)}` as a task of sync", self._pages),
        ]

    def _renew(self, name: str) -> None:
        program = self._program(name)
        now = rolling.running_definition(self._clients.ecs, self._site.cluster, program)
        rolling.roll_service(self._clients.ecs, self._site.cluster, program, now, anew=True)

    def _uploads(self) -> None:
        self._run("indexer", lambda _: REBUILD)

    def _pages(self) -> None:
        """Trac's environment is made by what stands before the command."""
        self._run("sync", lambda command: (*command[:4], *RESEND))

    def _run(self, name: str, command: Any) -> None:
        """With the program's own environment, in its own network."""
        ecs, site, program = self._clients.ecs, self._site, self._program(name)
        definition = rolling.running_definition(ecs, site.cluster, program)
        known = ecs.describe_task_definition(taskDefinition=definition)["taskDefinition"]
        (container,) = [one for one in known["containerDefinitions"] if one["name"] == program.container]
        (service,) = ecs.describe_services(cluster=site.cluster, services=[program.service])["services"]
        placed = service["networkConfiguration"]["awsvpcConfiguration"]
        network = Network(subnets=placed["subnets"], security_groups=placed["securityGroups"])
        words = command(container.get("command", []))
        run_to_end(ecs, OneOff(name, site.cluster, network, definition, program.container, words))

    def _program(self, name: str) -> Program:
        for program in self._site.programs:
            if program.service == name:
                return program
        raise DeployError(f"Terraform's output `deploy` names no program {name}.")
