"""After PostgreSQL is lost, against AWS's own models of its APIs: what is asked, in which order, and that a
second run finds what the first one did."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from traclearn_deploy import database_restore, replay, restore, task_counts
from traclearn_deploy.database_restore import DatabaseRestore
from traclearn_deploy.errors import DeployError
from traclearn_deploy.main import app
from traclearn_deploy.restore import Restore
from traclearn_local.stores.scratch_postgres import administrator
from typer.testing import CliRunner

SITE = Path(__file__).with_name("site.json")
ROOT = Path(__file__).parents[3]
TO = datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
STAMP = "20260115-083000"
CLUSTER = {"cluster": "TracLearnCluster"}
ARCHIVE = "arn:aws:events:us-east-1:111122223333:archive/traclearn"
BUS = "arn:aws:events:us-east-1:111122223333:event-bus/traclearn"
INSTANCE = {
    "DBInstanceIdentifier": "traclearn-dev",
    "DBInstanceStatus": "available",
    "DBInstanceClass": "db.r6g.large",
    "DBSubnetGroup": {"DBSubnetGroupName": "traclearn-dev"},
    "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-database", "Status": "active"}],
    "DBParameterGroups": [{"DBParameterGroupName": "traclearn-dev-ssl", "ParameterApplyStatus": "in-sync"}],
    "MasterUserSecret": {"SecretArn": "arn:secret", "KmsKeyId": "key"},
    "MultiAZ": True,
    "DeletionProtection": True,
    "StorageType": "gp3",
    "PubliclyAccessible": False,
    "BackupRetentionPeriod": 30,
    "EnabledCloudwatchLogsExports": ["postgresql", "upgrade"],
    "MonitoringInterval": 60,
    "MonitoringRoleArn": "arn:aws:iam::111122223333:role/traclearn-dev-database-monitoring",
    "PerformanceInsightsEnabled": True,
}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    for module in (database_restore, replay, task_counts):
        monkeypatch.setattr(module.time, "sleep", lambda _: None)


@pytest.fixture
def database(clients):
    return DatabaseRestore(lambda: clients.rds, "traclearn-dev", TO)


def finds(clients, name, found=INSTANCE):
    clients.expect("rds", "describe_db_instances", {"DBInstances": [found]}, {"DBInstanceIdentifier": name})


def misses(clients):
    clients.refuse("rds", "describe_db_instances", "DBInstanceNotFound")


def renames(clients, name, to):
    asked = {"DBInstanceIdentifier": name, "NewDBInstanceIdentifier": to, "ApplyImmediately": True}
    clients.expect("rds", "modify_db_instance", {}, asked)
    misses(clients)  # RDS takes a while to know the new name
    finds(clients, to)


def test_steps_stop_all_restore_replay_and_open_trac_last(site, clients):
    names = [step.name for step in Restore(site, TO, clients).steps()]
    assert names == [
        *("stop trac", "stop grader", "restore", "replica", "swap", "start grader"),
        *("replay", "queues", "attempts", "start trac", "smoke test"),
    ]


def test_restored_instance_has_network_parameters_and_protection_of_the_lost_one(clients, database):
    misses(clients)
    finds(clients, "traclearn-dev")
    misses(clients)
    wanted = {
        "SourceDBInstanceIdentifier": "traclearn-dev",
        "TargetDBInstanceIdentifier": f"traclearn-dev-{STAMP}",
        "RestoreTime": TO,
        "DBSubnetGroupName": "traclearn-dev",
        "VpcSecurityGroupIds": ["sg-database"],
        "DBParameterGroupName": "traclearn-dev-ssl",
        "EnableCloudwatchLogsExports": ["postgresql", "upgrade"],
        "ManageMasterUserPassword": True,
        "MasterUserSecretKmsKeyId": "key",
        "DBInstanceClass": "db.r6g.large",
        "MultiAZ": True,
        "DeletionProtection": True,
        "StorageType": "gp3",
        "PubliclyAccessible": False,
        "BackupRetentionPeriod": 30,
    }
    clients.expect("rds", "restore_db_instance_to_point_in_time", {}, wanted)
    finds(clients, f"traclearn-dev-{STAMP}", INSTANCE | {"DBInstanceStatus": "creating"})
    finds(clients, f"traclearn-dev-{STAMP}")
    watched = {
        "DBInstanceIdentifier": f"traclearn-dev-{STAMP}",
        "ApplyImmediately": True,
        "MonitoringInterval": 60,
        "MonitoringRoleArn": INSTANCE["MonitoringRoleArn"],
        "EnablePerformanceInsights": True,
    }
    clients.expect("rds", "modify_db_instance", {}, watched)
    finds(clients, f"traclearn-dev-{STAMP}")
    database.restore()


def test_restore_that_is_done_is_not_begun_again(clients, database):
    finds(clients, f"traclearn-dev-lost-{STAMP}")
    database.restore()


def test_instance_that_is_gone_is_a_failure_that_names_the_document(clients, database):
    misses(clients)
    misses(clients)
    with pytest.raises(DeployError, match=r"traclearn-dev is not there\. docs/recovery\.md"):
        database.restore()


def test_restored_instance_gets_the_name_and_so_the_address_of_the_lost_one(clients, database):
    misses(clients)
    renames(clients, "traclearn-dev", f"traclearn-dev-lost-{STAMP}")
    misses(clients)
    renames(clients, f"traclearn-dev-{STAMP}", "traclearn-dev")
    database.swap()


def test_swap_that_stopped_half_way_goes_on(clients, database):
    finds(clients, f"traclearn-dev-lost-{STAMP}")
    misses(clients)
    renames(clients, f"traclearn-dev-{STAMP}", "traclearn-dev")
    database.swap()


def test_replica_of_the_lost_one_makes_room_for_another(clients, database):
    finds(clients, "traclearn-dev-replica")
    misses(clients)
    renames(clients, "traclearn-dev-replica", f"traclearn-dev-replica-lost-{STAMP}")
    database.set_replica_aside()


def test_refusal_of_rds_is_no_missing_instance(clients, database):
    clients.refuse("rds", "describe_db_instances", "AccessDenied")
    with pytest.raises(DeployError, match="AccessDenied"):
        database.swap()


def counted(clients, count, running):
    asked = CLUSTER | {"service": "grader", "desiredCount": count}
    clients.expect("ecs", "update_service", {"service": {}}, asked)
    for number in running:
        clients.expect("ecs", "describe_services", {"services": [{"runningCount": number}]})


def held(clients, is_held):
    names = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
    asked = {
        "ServiceNamespace": "ecs",
        "ScalableDimension": "ecs:service:DesiredCount",
        "ResourceId": "service/TracLearnCluster/grader",
        "SuspendedState": dict.fromkeys(names, is_held),
    }
    clients.expect("scaling", "register_scalable_target", {}, asked)


def test_service_rests_when_its_last_task_ended_and_scaling_is_held(site, clients):
    held(clients, True)
    counted(clients, 0, [2, 1, 0])
    task_counts.stop_service(clients.ecs, clients.scaling, site.cluster, site.programs[1])


def test_service_works_again_with_its_least_tasks_and_scales(site, clients):
    target = {
        "ServiceNamespace": "ecs",
        "ResourceId": "service/TracLearnCluster/grader",
        "ScalableDimension": "ecs:service:DesiredCount",
        "MinCapacity": 2,
        "MaxCapacity": 12,
        "RoleARN": "arn:role",
        "CreationTime": TO,
    }
    clients.expect("scaling", "describe_scalable_targets", {"ScalableTargets": [target]})
    counted(clients, 2, [0, 2])
    held(clients, False)
    task_counts.start_service(clients.ecs, clients.scaling, site.cluster, site.programs[1])


def replayed(clients, *states):
    clients.expect("events", "describe_archive", {"ArchiveArn": ARCHIVE, "EventSourceArn": BUS})
    clients.expect("events", "start_replay", {"State": "STARTING"})
    for state in states:
        clients.expect("events", "describe_replay", {"State": state, "StateReason": "no such rule"})


def test_archive_is_replayed_to_its_bus_from_five_minutes_before(clients, monkeypatch):
    asked = {}
    replayed(clients, "RUNNING", "COMPLETED")
    clients.events.meta.events.register(
        "provide-client-params.eventbridge.StartReplay", lambda params, **_: asked.update(params)
    )
    replay.replay_archive(clients.events, "traclearn", TO)
    assert asked["EventSourceArn"] == ARCHIVE
    assert asked["Destination"] == {"Arn": BUS}
    assert asked["EventStartTime"] == TO - timedelta(minutes=5)
    assert asked["EventEndTime"] > TO


def test_replay_that_failed_stops_the_recovery(clients):
    replayed(clients, "FAILED")
    with pytest.raises(DeployError, match="failed: no such rule"):
        replay.replay_archive(clients.events, "traclearn", TO)


def test_replay_that_began_before_is_waited_for(clients):
    clients.expect("events", "describe_archive", {"ArchiveArn": ARCHIVE, "EventSourceArn": BUS})
    clients.refuse("events", "start_replay", "ResourceAlreadyExistsException")
    clients.expect("events", "describe_replay", {"State": "COMPLETED"})
    replay.replay_archive(clients.events, "traclearn", TO)


def test_queues_are_done_when_all_were_empty_for_a_minute(clients):
    names = ("grader", "indexer", "progress", "path-generator")
    for name in names:
        asked = {"QueueName": f"traclearn-{name}"}
        clients.expect("sqs", "get_queue_url", {"QueueUrl": f"https://sqs/{name}"}, asked)

    def said(visible, hidden="0"):
        counts = {"ApproximateNumberOfMessages": visible, "ApproximateNumberOfMessagesNotVisible": hidden}
        clients.expect("sqs", "get_queue_attributes", {"Attributes": counts})

    for _ in names:
        said("0")
    said("0", hidden="1")  # the first queue's message is being worked on: the minute begins anew
    for _ in range(4 * len(names)):
        said("0")
    replay.wait_for_queues(clients.sqs)


def test_attempts_are_restored_by_the_owner_s_task_with_the_file_s_statements(site, clients, monkeypatch):
    monkeypatch.chdir(ROOT)
    ran = []
    monkeypatch.setattr(restore, "run_to_end", lambda _, task: ran.append(task))
    steps = Restore(site, TO, clients).steps()
    next(step for step in steps if step.name == "attempts").run()
    (task,) = ran
    assert task.definition == "traclearn-dev-grader-migration"
    assert "UPDATE learning.feed_epoch" in task.command[-1]
    assert len(" ".join(task.command)) < 8000, "ECS takes 8192 characters of overrides"


@pytest.mark.slow
def test_statements_of_a_file_run_all_at_once_as_the_owner():
    with administrator() as url:
        environment = os.environ | {"MIGRATION_DATABASE_URL": url.replace("://", "+asyncpg://", 1)}
        file = "BEGIN; CREATE TABLE a (b int);\n-- one; two\nINSERT INTO a VALUES (7); COMMIT;"
        subprocess.run([sys.executable, "-c", restore.AS_OWNER, file], env=environment, check=True)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT b FROM a").fetchall() == [(7,)]
            connection.execute("DROP TABLE a")


def test_command_shows_the_steps_and_asks_nothing():
    words = ["restore", "--to", "2026-01-15T09:30:00+01:00", "--site", str(SITE), "--dry-run"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    assert "traclearn-dev-20260115-083000 as it was at 2026-01-15 08:30:00 UTC" in done.output
    assert "from 2026-01-15 08:25:00 UTC until now" in done.output


@pytest.mark.parametrize("to", ["2026-01-15T09:30:00", "yesterday"])
def test_time_that_is_none_or_of_no_zone_is_wrong_usage(to):
    done = CliRunner().invoke(app, ["restore", "--to", to, "--site", str(SITE), "--dry-run"])
    assert done.exit_code == 2
