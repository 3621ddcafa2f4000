"""All tasks at their most, while a new version comes, find a connection: pools × tasks ≤ the instance's."""

from importlib import import_module

import pytest
from traclearn_contracts import roster
from traclearn_local.terraform.plan import resources
from traclearn_worker.postgres.database import SPARE_CONNECTIONS

GIB = 1 << 30
RDS_BYTES_PER_CONNECTION = 9_531_392
"""Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections"""
OVERFLOW = 10
"""Beyond a pool's size, SQLAlchemy's default. https://docs.sqlalchemy.org/en/20/core/engines.html"""
TRAC_POOL = 10
"""Connections of one of Trac's processes: `TRAC_DB_POOL_SIZE` (trac.db.pool)."""
TRAC_PROCESSES = {"trac": 2, "sync": 1}
"""gunicorn's workers, as the image starts them."""
KEPT = 20
"""For RDS itself, the rotation's function, migrations and a person who looks."""


def pool(name):
    """The most connections of one task."""
    if name in TRAC_PROCESSES:
        return TRAC_POOL * TRAC_PROCESSES[name]
    (member,) = [one for one in roster.read() if one.name == name]
    settings = import_module(f"{roster.identifier(name)}.settings").Settings
    permits = int(member.settings.get("PERMITS", settings.model_fields["permits"].default))
    return permits + SPARE_CONNECTIONS + OVERFLOW


def most_tasks(plan):
    """Service → tasks at their most: blue and green stand side by side, a rolling update adds its share."""
    tasks = {}
    targets = {one["resource_id"].rpartition("/")[2]: one for one in found(plan, "aws_appautoscaling_target")}
    for service in found(plan, "aws_ecs_service"):
        name = service["name"]
        percent = service.get("deployment_maximum_percent") or 200
        blue_green = service["deployment_controller"] and service["deployment_controller"][0]["type"] != "ECS"
        tasks[name] = targets[name]["max_capacity"] * (200 if blue_green else percent) / 100
    return tasks


def found(plan, kind):
    return resources(plan, kind).values()


def memory(plan, aws):
    """Bytes; the replica has the same class."""
    (gib,) = {aws["database_classes"][one["instance_class"]] for one in found(plan, "aws_db_instance")}
    return gib * GIB


def test_database_takes_the_connections_of_all_tasks(plan, aws):
    tasks = most_tasks(plan)
    assert set(tasks) == {*roster.names(), "trac", "sync"}
    wanted = {name: round(count * pool(name)) for name, count in tasks.items()}
    limit = min(5000, memory(plan, aws) // RDS_BYTES_PER_CONNECTION)
    assert sum(wanted.values()) + KEPT <= limit, wanted


def test_alarm_on_connections_knows_the_class(plan, aws):
    alarms = found(plan, "aws_cloudwatch_metric_alarm")
    (alarm,) = [one for one in alarms if one["metric_name"] == "DatabaseConnections"]
    limit = memory(plan, aws) / RDS_BYTES_PER_CONNECTION
    assert alarm["threshold"] == pytest.approx(0.85 * limit, rel=0.15)
