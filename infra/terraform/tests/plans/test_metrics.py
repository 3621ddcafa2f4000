"""Alarms and dashboards look at figures that somebody writes: ours by the code, AWS's by a list."""

import asyncio
import json
import re
from importlib import import_module
from unittest.mock import Mock

import pytest
from traclearn_contracts import roster
from traclearn_embedding import MiniLM
from traclearn_local.terraform.plan import resources
from traclearn_worker.telemetry import COUNTERS, GAUGES, NAMESPACE

SETTINGS = {
    "queue_url": "http://queue",
    "dlq_url": "http://dlq",
    "database_url": "postgresql+asyncpg://nobody@127.0.0.1:1/nothing",
    "redis_url": "redis://127.0.0.1:1",
    "neo4j_uri": "bolt://127.0.0.1:1",
    "neo4j_user": "nobody",
    "neo4j_password": "nothing",
    "embedding_model_dir": ".",
    "bucket": "bucket",
    "upload_url": "http://bucket",
    "cognito_issuer": "http://pool",
    "cognito_client_id": "web",
    "cognito_machine_client_id": "machine",
}
SEARCH = re.compile(r"SEARCH\('\{(AWS/\w+),[\w,]+\} MetricName=\"(\w+)\"', '\w+', \d+\)$")
"""What CloudWatch is to look for where a plan does not know which dimensions there will be."""
OF_RUNTIME = {*COUNTERS, *GAUGES, "handle_ms", "queue_age_ms"}
"""Emitted by every service."""


@pytest.fixture(scope="module")
def emitted():
    """Service → the names that its program writes, asked of the program itself: it connects to nothing."""
    with pytest.MonkeyPatch.context() as patch:  # the embedding model writes no figures
        patch.setattr(MiniLM, "load", classmethod(lambda *_: Mock()))
        return {name: asyncio.run(figures(name)) for name in roster.names()}


async def figures(name):
    package = roster.identifier(name)
    settings = import_module(f"{package}.settings").Settings(**SETTINGS)
    bucket = [Mock(grant_seconds=1)] if name == "indexer" else []
    parts = import_module(f"{package}.bootstrap").bootstrap(settings, *bucket)
    app = import_module(f"{package}.entrypoints.worker").app(settings, parts)
    if graph := getattr(parts, "graph", None):
        graph.timed(1.0)
        await graph.close()
    (written,) = app.metrics.lines()
    (directive,) = written["_aws"]["CloudWatchMetrics"]
    return OF_RUNTIME | {one["Name"] for one in directive["Metrics"]}


def known(aws, plan):
    """Namespace → names, of all but the services."""
    ours = {}
    for one in resources(plan, "aws_cloudwatch_log_metric_filter").values():
        (made,) = one["metric_transformation"]
        ours.setdefault(made["namespace"], set()).add(made["name"])
    return ours | {namespace: set(names) for namespace, names in aws["metrics"].items()}


def shown(plan):
    """(dashboard, namespace, name, service) of each line."""
    for page in resources(plan, "aws_cloudwatch_dashboard").values():
        for widget in json.loads(page["dashboard_body"])["widgets"]:
            for line in widget["properties"]["metrics"]:
                if search := SEARCH.match(line[0].get("expression", "") if isinstance(line[0], dict) else ""):
                    yield page["dashboard_name"], *search.groups(), None
                    continue
                namespace, name, *rest = line
                service = rest[1] if rest[0] == "service" else None
                yield page["dashboard_name"], namespace, name, service


def test_alarms_watch_figures_that_there_are(plan, aws, emitted):
    there = known(aws, plan)
    alarms = resources(plan, "aws_cloudwatch_metric_alarm")
    assert len(alarms) >= 40
    for address, alarm in alarms.items():
        ours = alarm["namespace"] == NAMESPACE
        names = emitted[alarm["dimensions"]["service"]] if ours else there[alarm["namespace"]]
        assert alarm["metric_name"] in names, address


def test_dashboards_show_figures_that_there_are(plan, aws, emitted):
    there = known(aws, plan)
    lines = list(shown(plan))
    assert len({page for page, *_ in lines}) == 6
    for page, namespace, name, service in lines:
        assert name in (emitted[service] if namespace == NAMESPACE else there[namespace]), (page, name)


def test_what_services_write_of_what_they_ask_is_shown(plan, emitted):
    """Neo4j's time and pool, the cache's hit rate, what language models cost: by each that asks them."""
    ours = {(service, name) for _, namespace, name, service in shown(plan) if namespace == NAMESPACE}
    written = {(service, name) for service, names in emitted.items() for name in names - OF_RUNTIME}
    assert {name for _, name in written} >= {"graph_ms", "graph_in_use", "cache_hits", "calls_spent_usd"}
    assert written <= ours


def test_targets_that_are_ill_and_a_replica_that_lags_are_seen(plans):
    shown_in = {
        env: {(namespace, name) for _, namespace, name, _ in shown(plans[env])} for env in ("dev", "prod")
    }
    ill, lag = ("AWS/ApplicationELB", "UnHealthyHostCount"), ("AWS/RDS", "ReplicaLag")
    assert ill in shown_in["dev"] & shown_in["prod"]
    assert lag in shown_in["prod"]
    assert lag not in shown_in["dev"], "dev has no replica"
    alarms = resources(plans["prod"], "aws_cloudwatch_metric_alarm").values()
    (late,) = [one for one in alarms if one["metric_name"] == "ReplicaLag"]
    assert late["dimensions"] == {"DBInstanceIdentifier": "traclearn-prod-replica"}


def test_each_alarm_tells_somebody_what_to_do(plan):
    for address, alarm in resources(plan, "aws_cloudwatch_metric_alarm").items():
        assert len(alarm["alarm_description"].split()) > 4, address
        assert "alarm_actions" not in alarm or alarm["alarm_actions"], address


def test_scaling_divides_by_figures_that_there_are(plan, aws):
    for policy in resources(plan, "aws_appautoscaling_policy").values():
        (tracked,) = policy["target_tracking_scaling_policy_configuration"]
        for metric in (one for each in tracked["customized_metric_specification"] for one in each["metrics"]):
            for stat in metric["metric_stat"]:
                (said,) = stat["metric"]
                assert said["metric_name"] in aws["metrics"][said["namespace"]]
