"""A release against AWS's own request and answer models: what is asked, in which order, and what stops it."""

import json
from pathlib import Path

import pytest
from traclearn_deploy import blue_green, front, images, migrations, rolling, task_definitions
from traclearn_deploy.errors import DeployError, SiteUnknown, StepFailed
from traclearn_deploy.main import app
from traclearn_deploy.release import Release
from traclearn_deploy.site import read_site
from traclearn_deploy.steps import Step, run_steps
from typer.testing import CliRunner

SITE = Path(__file__).with_name("site.json")
DEFINITION = "arn:aws:ecs:us-east-1:111122223333:task-definition/{}:{}"

DIGEST = "sha256:" + "0" * 64
CLUSTER = {"cluster": "TracLearnCluster"}


def definition(family, revision, image):
    return {
        "taskDefinitionArn": DEFINITION.format(family, revision),
        "family": family,
        "revision": revision,
        "status": "ACTIVE",
        "cpu": "512",
        "memory": "1024",
        "containerDefinitions": [{"name": "grader", "image": image}, {"name": "envoy", "image": "envoy:1"}],
    }


def test_steps_push_migrate_roll_workers_then_pages_then_front(site, clients):
    names = [step.name for step in Release(site, "abc", clients).steps()]
    assert names == [
        *("image trac", "image grader", "migration traclearn-dev-grader-migration"),
        *("grader", "trac", "api", "edge", "smoke test"),
    ]


def test_dry_run_shows_every_step_and_asks_nothing(site, clients):
    said = []
    run_steps(Release(site, "abc", clients).steps(), said.append, dry_run=True)
    assert len(said) == 8
    assert "traclearn/grader:abc" in said[1]


def test_step_that_fails_names_itself_and_stops_the_rest():
    ran = []

    def fail():
        raise DeployError("no such cluster")

    steps = [
        Step("one", "", lambda: ran.append(1)),
        Step("two", "", fail),
        Step("three", "", lambda: ran.append(3)),
    ]
    with pytest.raises(StepFailed, match=r"two failed: no such cluster[\s\S]*rollback"):
        run_steps(steps, lambda _: None)
    assert ran == [1]


def test_image_of_a_commit_that_is_there_is_not_built_again(site, clients, monkeypatch):
    clients.expect("ecr", "describe_images", {"imageDetails": [{"imageDigest": DIGEST}]})
    monkeypatch.setattr(images, "_docker", lambda *_: pytest.fail("built"))
    images.push_image(clients.ecr, site.images["grader"], "abc")


def test_image_is_built_for_its_service_signed_in_for_and_pushed(site, clients, monkeypatch):
    clients.refuse("ecr", "describe_images", "ImageNotFoundException")
    answer = {"authorizationData": [{"authorizationToken": "QVdTOnNlY3JldA=="}]}
    clients.expect("ecr", "get_authorization_token", answer)
    ran = []
    monkeypatch.setattr(images, "_docker", lambda words, text=None: ran.append((words, text)))
    images.push_image(clients.ecr, site.images["grader"], "abc")
    built, signed_in, pushed = ran
    assert built[0][5:7] == ["--build-arg", "SERVICE=grader"]
    assert signed_in[1] == "secret"
    assert pushed[0] == ["push", f"{site.images['grader'].repository}:abc"]


def test_new_definition_keeps_everything_but_the_image(clients):
    known = definition("traclearn-dev-grader", 4, "old@sha256:1")
    clients.expect("ecs", "describe_task_definition", {"taskDefinition": known})
    wanted = {
        "family": "traclearn-dev-grader",
        "cpu": "512",
        "memory": "1024",
        "containerDefinitions": [
            {"name": "grader", "image": "new@sha256:2"},
            known["containerDefinitions"][1],
        ],
    }
    made = definition("traclearn-dev-grader", 5, "new@sha256:2")
    clients.expect("ecs", "register_task_definition", {"taskDefinition": made}, wanted)
    arn = task_definitions.register_image(clients.ecs, "traclearn-dev-grader", "grader", "new@sha256:2")
    assert arn.endswith(":5")


def test_definition_that_has_the_image_is_not_registered_again(clients):
    known = definition("traclearn-dev-grader", 4, "new@sha256:2")
    clients.expect("ecs", "describe_task_definition", {"taskDefinition": known})
    arn = task_definitions.register_image(clients.ecs, "traclearn-dev-grader", "grader", "new@sha256:2")
    assert arn.endswith(":4")


@pytest.mark.parametrize(("code", "fails"), [(0, False), (1, True), (None, True)])
def test_migration_counts_only_when_its_container_ended_with_0(site, clients, code, fails):
    (migration,), arn = site.migrations, "arn:aws:ecs:us-east-1:111122223333:task/x"
    clients.expect("ecs", "run_task", {"tasks": [{"taskArn": arn}], "failures": []})
    container = {"name": "grader"} | ({} if code is None else {"exitCode": code})
    ended = {"taskArn": arn, "lastStatus": "STOPPED", "containers": [container], "stoppedReason": "it ended"}
    for _ in range(2):  # the waiter, then we
        clients.expect("ecs", "describe_tasks", {"tasks": [ended]}, CLUSTER | {"tasks": [arn]})
    said = (clients.ecs, site.cluster, site.network, "definition:5", migration)
    if fails:
        with pytest.raises(DeployError, match="failed"):
            migrations.run_migration(*said)
    else:
        migrations.run_migration(*said)


def test_migration_that_cannot_start_says_why(site, clients):
    clients.expect("ecs", "run_task", {"tasks": [], "failures": [{"reason": "RESOURCE:MEMORY"}]})
    with pytest.raises(DeployError, match="RESOURCE:MEMORY"):
        migrations.run_migration(clients.ecs, site.cluster, site.network, "definition:5", site.migrations[0])


def stable(clients, running):
    deployment = {"status": "PRIMARY", "taskDefinition": running}
    service = {"status": "ACTIVE", "runningCount": 1, "desiredCount": 1, "deployments": [deployment]}
    for _ in range(2):
        clients.expect("ecs", "describe_services", {"services": [service]})


def test_worker_that_ecs_took_back_is_a_failure(site, clients):
    worker = site.programs[1]
    asked = CLUSTER | {"service": "grader", "taskDefinition": "new:5"}
    clients.expect("ecs", "update_service", {"service": {}}, asked)
    stable(clients, "old:4")
    with pytest.raises(DeployError, match="took grader back to old:4"):
        rolling.roll_service(clients.ecs, site.cluster, worker, "new:5")


def test_worker_that_runs_the_new_definition_is_done(site, clients):
    clients.expect("ecs", "update_service", {"service": {}})
    stable(clients, "new:5")
    rolling.roll_service(clients.ecs, site.cluster, site.programs[1], "new:5")


def deployment_ends(clients, status):
    clients.expect("codedeploy", "create_deployment", {"deploymentId": "d-1"})
    clients.expect("codedeploy", "get_deployment", {"deploymentInfo": {"status": status}})


def test_pages_are_replaced_by_codedeploy(site, clients):
    deployment_ends(clients, "Succeeded")
    trac = site.programs[0]
    blue_green.replace_tasks(clients.codedeploy, trac, trac.blue_green, "new:5")


def test_deployment_that_went_back_is_a_failure(site, clients):
    deployment_ends(clients, "Failed")
    trac = site.programs[0]
    with pytest.raises(DeployError, match="traffic is where it was"):
        blue_green.replace_tasks(clients.codedeploy, trac, trac.blue_green, "new:5")


def test_app_spec_names_definition_and_the_container_that_ends_tls(site):
    trac = site.programs[0]
    (resource,) = json.loads(blue_green.app_spec(trac, trac.blue_green, "new:5"))["Resources"]
    properties = resource["TargetService"]["Properties"]
    assert properties["TaskDefinition"] == "new:5"
    assert properties["LoadBalancerInfo"] == {"ContainerName": "tls", "ContainerPort": 8080}


def test_api_is_the_contract_as_rendered_and_goes_on_its_stage(site, clients):
    clients.expect("apigateway", "put_rest_api", {"id": site.api_id})
    asked = {"restApiId": "a1b2c3", "stageName": "v1", "description": "abc"}
    clients.expect("apigateway", "create_deployment", {"id": "x"}, asked)
    front.publish_api(clients.apigateway, site.api_id, site.stage, site.api_variables, "abc")


def test_edge_drops_static_files_once_for_a_release(site, clients):
    batch = {"Paths": {"Quantity": 1, "Items": ["/trac/chrome/*"]}, "CallerReference": "abc"}
    asked = {"DistributionId": "E1ABC", "InvalidationBatch": batch}
    clients.expect("cloudfront", "create_invalidation", {}, asked)
    front.forget_static_files(clients.cloudfront, site.distribution_id, "abc")


def test_site_that_asks_nobody_for_a_token_is_no_success():
    with pytest.raises(DeployError, match="/api/v1/progress answers 200 instead of 401"):
        front.check_site("https://learn.example.test", lambda _: 200)


def test_site_that_answers_as_it_should_is_one():
    wanted = {path: statuses[0] for path, statuses in front.EXPECTED}
    front.check_site("https://x", lambda address: wanted[address.removeprefix("https://x")])


def test_rollback_takes_of_each_program_what_a_release_made_before_and_not_what_terraform_did(site, clients):
    names = [step.name for step in Release(site, "-", clients).steps_back()]
    assert names == ["trac", "grader"]
    now = DEFINITION.format("traclearn-dev-grader", 6)
    clients.expect("ecs", "describe_services", {"services": [{"status": "ACTIVE", "taskDefinition": now}]})
    arns = [DEFINITION.format("traclearn-dev-grader", number) for number in (6, 5, 4, 3)]
    clients.expect("ecs", "list_task_definitions", {"taskDefinitionArns": arns})
    for number, image in ((5, "old:0.1.0"), (4, "old@sha256:1")):
        known = definition("traclearn-dev-grader", number, image)
        asked = {"taskDefinition": DEFINITION.format("traclearn-dev-grader", number)}
        clients.expect("ecs", "describe_task_definition", {"taskDefinition": known}, asked)
    clients.expect(
        "ecs", "update_service", {"service": {}}, CLUSTER | {"service": "grader", "taskDefinition": arns[2]}
    )
    stable(clients, arns[2])
    Release(site, "-", clients).steps_back()[1].run()


def test_command_shows_what_it_would_do_and_ends_with_0():
    done = CliRunner().invoke(app, ["release", "--site", str(SITE), "--version", "abc", "--dry-run"])
    assert done.exit_code == 0
    assert "8/8 smoke test" in done.output


def test_site_that_nobody_wrote_says_how_to(tmp_path):
    with pytest.raises(SiteUnknown, match="terraform"):
        read_site(Path(tmp_path / "site.json"))


def test_output_of_another_shape_is_named(tmp_path):
    (tmp_path / "site.json").write_text('{"environment": "dev"}')
    with pytest.raises(SiteUnknown, match="region"):
        read_site(tmp_path / "site.json")
