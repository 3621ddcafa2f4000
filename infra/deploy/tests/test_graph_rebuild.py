"""After Neo4j is lost, against AWS's own models of its APIs: who fills it, where, with which command."""

import pytest
from traclearn_deploy.graph_rebuild import GraphRebuild
from traclearn_deploy.site import Program

CLUSTER = {"cluster": "TracLearnCluster"}


def task_ends(clients, command):
    container = {"name": command[0], "command": list(command[1])}
    overrides = {"containerOverrides": [container]}
    arn = "arn:aws:ecs:us-east-1:111122223333:task/x"
    placed = {"subnets": ["subnet-own"], "securityGroups": ["sg-own"], "assignPublicIp": "DISABLED"}
    asked = CLUSTER | {
        "launchType": "FARGATE",
        "taskDefinition": "now:7",
        "startedBy": "traclearn-deploy",
        "networkConfiguration": {"awsvpcConfiguration": placed},
        "overrides": overrides,
    }
    clients.expect("ecs", "run_task", {"tasks": [{"taskArn": arn}], "failures": []}, asked)
    ended = {
        "taskArn": arn,
        "lastStatus": "STOPPED",
        "containers": [{"name": command[0], "exitCode": 0}],
    }
    for _ in range(2):
        clients.expect("ecs", "describe_tasks", {"tasks": [ended]})


@pytest.fixture
def alone(site):
    """The site with one program of that name."""

    def only(name):
        program = Program(service=name, family=name, container=name, image=name, port=8000)
        return site.model_copy(update={"programs": (program,)})

    return only


def runs_command(clients, name, before, command):
    own = {"awsvpcConfiguration": {"subnets": ["subnet-own"], "securityGroups": ["sg-own"]}}
    service = {"status": "ACTIVE", "taskDefinition": "now:7", "networkConfiguration": own}
    known = {"containerDefinitions": [{"name": name, "command": before}, {"name": "tls"}]}
    clients.expect("ecs", "describe_services", {"services": [service]})
    clients.expect("ecs", "describe_task_definition", {"taskDefinition": known}, {"taskDefinition": "now:7"})
    clients.expect("ecs", "describe_services", {"services": [service]})
    task_ends(clients, (name, command))


def run(site, clients, name):
    next(step for step in GraphRebuild(site, clients).steps() if step.name == name).run()


def test_uploads_are_indexed_again_by_the_indexer_s_own_task_in_its_network(alone, clients):
    runs_command(clients, "indexer", [], ["traclearn-indexer-rebuild"])
    run(alone("indexer"), clients, "uploads")


def test_pages_are_published_again_in_the_environment_that_the_sync_makes(alone, clients):
    start = ["sh", "-c", "make the environment", "start"]
    again = [*start, "trac-admin", "/tmp/env", "learning", "resend-pages"]
    runs_command(clients, "sync", [*start, "trac-admin", "/tmp/env", "learning", "sync"], again)
    run(alone("sync"), clients, "pages")


def test_readers_of_the_graph_start_anew_with_the_secret_as_it_is_now(alone, clients):
    deployment = {"status": "PRIMARY", "taskDefinition": "now:7"}
    service = {"status": "ACTIVE", "runningCount": 1, "desiredCount": 1, "deployments": [deployment]}
    clients.expect("ecs", "describe_services", {"services": [service | {"taskDefinition": "now:7"}]})
    asked = CLUSTER | {"service": "indexer", "taskDefinition": "now:7", "forceNewDeployment": True}
    clients.expect("ecs", "update_service", {"service": {}}, asked)
    for _ in range(2):
        clients.expect("ecs", "describe_services", {"services": [service]})
    run(alone("indexer"), clients, "indexer")
