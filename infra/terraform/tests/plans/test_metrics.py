"""Alarms and dashboards look at figures that somebody writes: ours by the code, AWS's by a list."""

import json

from traclearn_local.terraform.plan import resources
from traclearn_worker.telemetry import COUNTERS, GAUGES, NAMESPACE, TIMINGS


def known(aws, plan):
    """Namespace → names."""
    ours = {NAMESPACE: {*COUNTERS, *GAUGES, *TIMINGS}}
    for one in resources(plan, "aws_cloudwatch_log_metric_filter").values():
        (made,) = one["metric_transformation"]
        ours.setdefault(made["namespace"], set()).add(made["name"])
    return ours | {namespace: set(names) for namespace, names in aws["metrics"].items()}


def shown(plan):
    """(dashboard, namespace, name) of each line."""
    for page in resources(plan, "aws_cloudwatch_dashboard").values():
        for widget in json.loads(page["dashboard_body"])["widgets"]:
            for namespace, name, *_ in widget["properties"]["metrics"]:
                yield page["dashboard_name"], namespace, name


def test_alarms_watch_figures_that_there_are(plan, aws):
    there = known(aws, plan)
    alarms = resources(plan, "aws_cloudwatch_metric_alarm")
    assert len(alarms) >= 40
    for address, alarm in alarms.items():
        assert alarm["metric_name"] in there[alarm["namespace"]], address


def test_dashboards_show_figures_that_there_are(plan, aws):
    there = known(aws, plan)
    lines = list(shown(plan))
    assert len({page for page, _, _ in lines}) == 6
    for page, namespace, name in lines:
        assert name in there[namespace], page


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
