"""The steps of a release, and of going back, in their order.

Migrations come before anything new serves, and are safe with the old version (see `migrations`). Workers
come before the pages that publish what they consume, as consumers learn a new version first.
"""

from functools import partial

from traclearn_deploy import blue_green, front, images, migrations, rolling, task_definitions
from traclearn_deploy.clients import Clients
from traclearn_deploy.errors import DeployError
from traclearn_deploy.site import Migration, Program, Site
from traclearn_deploy.steps import Step


class Release:
    """`version` is the commit: it names the images."""

    def __init__(self, site: Site, version: str, clients: Clients) -> None:
        self._site, self._version, self._clients = site, version, clients

    def steps(self) -> list[Step]:
        return [
            *self._images(),
            *self._migrations(),
            *(self._program(one) for one in self._ordered()),
            *self._front(),
        ]

    def steps_back(self) -> list[Step]:
        """The schema stays: the version before works with it."""
        return [
            Step(
                one.service,
                f"go back to the task definition of {one.family} before",
                partial(self._return, one),
            )
            for one in reversed(self._ordered())
        ]

    def _ordered(self) -> list[Program]:
        return sorted(self._site.programs, key=lambda one: one.blue_green is not None)

    def _images(self) -> list[Step]:
        return [
            Step(
                f"image {name}",
                f"build {image.dockerfile} and push {image.repository}:{self._version}, unless it is there",
                partial(self._push, name),
            )
            for name, image in self._site.images.items()
        ]

    def _push(self, name: str) -> None:
        images.push_image(self._clients.ecr, self._site.images[name], self._version)

    def _migrations(self) -> list[Step]:
        return [
            Step(
                f"migration {one.family}",
                f"run `{' '.join(migrations.COMMAND)}` as a task in {self._site.cluster}",
                partial(self._migrate, one),
            )
            for one in self._site.migrations
        ]

    def _migrate(self, migration: Migration) -> None:
        definition = self._definition(migration)
        site = self._site
        migrations.run_migration(self._clients.ecs, site.cluster, site.network, definition, migration)

    def _program(self, program: Program) -> Step:
        how = "blue-green by CodeDeploy" if program.blue_green else "rolling, with ECS's circuit breaker"
        return Step(program.service, f"new tasks of {program.family}, {how}", partial(self._replace, program))

    def _replace(self, program: Program) -> None:
        self._run(program, self._definition(program))

    def _return(self, program: Program) -> None:
        now = rolling.running_definition(self._clients.ecs, self._site.cluster, program)
        before = task_definitions.find_previous(self._clients.ecs, program.family, program.container, now)
        if before is None:
            raise DeployError(f"No release made a task definition of {program.family} before {now}.")
        self._run(program, before)

    def _run(self, program: Program, definition: str) -> None:
        if program.blue_green:
            blue_green.replace_tasks(self._clients.codedeploy, program, program.blue_green, definition)
        else:
            rolling.roll_service(self._clients.ecs, self._site.cluster, program, definition)

    def _definition(self, what: Program | Migration) -> str:
        image = images.reference(self._clients.ecr, self._site.images[what.image], self._version)
        return task_definitions.register_image(self._clients.ecs, what.family, what.container, image)

    def _front(self) -> list[Step]:
        site = self._site
        return [
            Step("api", f"put contracts/openapi.yaml on {site.api_id}, stage {site.stage}", self._publish),
            Step("edge", f"drop {front.STATIC_FILES} from {site.distribution_id}", self._forget),
            Step("smoke test", f"ask {site.url} what anybody may see", lambda: front.check_site(site.url)),
        ]

    def _publish(self) -> None:
        site = self._site
        front.publish_api(
            self._clients.apigateway, site.api_id, site.stage, site.api_variables, self._version
        )

    def _forget(self) -> None:
        front.forget_static_files(self._clients.cloudfront, self._site.distribution_id, self._version)
