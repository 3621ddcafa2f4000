"""What each environment promises: prod is what people rely on, dev may be thrown away."""

import pytest
from traclearn_contracts import roster
from traclearn_deploy.site import BlueGreen, Image, Migration, Network, Program, Site
from traclearn_local.terraform.plan import resources


@pytest.fixture
def prod(plans):
    return plans["prod"]


def only(plan, kind, **where):
    found = resources(plan, kind).items()
    (value,) = [one for _, one in found if all(one.get(name) == said for name, said in where.items())]
    return value


def test_prod_keeps_thirty_days_of_the_database_in_two_zones_and_a_copy_to_read(prod):
    main = only(prod, "aws_db_instance", identifier="traclearn-prod")
    assert (main["multi_az"], main["backup_retention_period"], main["deletion_protection"]) == (
        True,
        30,
        True,
    )
    assert (main["storage_encrypted"], main["publicly_accessible"]) == (True, False)
    assert main["performance_insights_enabled"] is True
    assert only(prod, "aws_db_instance", identifier="traclearn-prod-replica")["publicly_accessible"] is False


def test_prod_has_redis_in_cluster_mode_with_a_spare_of_each_shard(prod):
    cache = only(prod, "aws_elasticache_replication_group")
    assert (cache["node_type"], cache["num_node_groups"], cache["replicas_per_node_group"]) == (
        "cache.r6g.large",
        2,
        1,
    )
    assert (cache["transit_encryption_enabled"], cache["multi_az_enabled"]) == (True, True)
    assert cache["snapshot_retention_limit"] >= 1


def test_prod_leaves_by_a_gateway_in_each_zone(prod):
    assert len(resources(prod, "aws_nat_gateway")) == 3
    assert len(resources(prod, "aws_subnet")) == 9


def test_prod_runs_two_of_each(prod):
    assert {one["min_capacity"] for one in resources(prod, "aws_appautoscaling_target").values()} == {2}


def test_all_programs_run_and_workers_follow_their_queues(plan):
    services = {one["name"] for one in resources(plan, "aws_ecs_service").values()}
    assert services == {*roster.names(), "trac", "sync"}
    policies = {one["name"] for one in resources(plan, "aws_appautoscaling_policy").values()}
    environment = "prod" if any("prod" in name for name in policies) else "dev"
    assert {f"traclearn-{environment}-{name}-backlog" for name in roster.names()} <= policies


def test_services_are_rolled_with_a_way_back_and_trac_is_turned(plan):
    kinds = {
        one["name"]: (one["deployment_controller"] or [{"type": "ECS"}])[0]["type"]
        for one in resources(plan, "aws_ecs_service").values()
    }
    assert {name for name, kind in kinds.items() if kind == "CODE_DEPLOY"} == {"trac"}
    for one in resources(plan, "aws_ecs_service").values():
        if kinds[one["name"]] == "ECS":
            assert one["deployment_circuit_breaker"] == [{"enable": True, "rollback": True}], one["name"]


def test_bus_remembers_as_long_as_inboxes_count_on(plan):
    assert only(plan, "aws_cloudwatch_event_archive")["retention_days"] == 14


def test_stores_are_reached_from_named_groups_and_never_by_address(plan):
    rules = resources(plan, "aws_vpc_security_group_ingress_rule")
    assert len(rules) > 15
    assert not any(one.get("cidr_ipv4") or one.get("cidr_ipv6") for one in rules.values())


def test_only_what_needs_the_graph_leaves_by_its_port(plan):
    leaving = resources(plan, "aws_vpc_security_group_egress_rule")
    by_bolt = {
        address.rpartition('["')[2].removesuffix('-7687"]')
        for address, one in leaving.items()
        if one.get("cidr_ipv4") and one["from_port"] == 7687
    }
    assert by_bolt == {member.name for member in roster.read() if "graph" in member.needs}


def test_hosted_domain_is_no_other_accounts(plan):
    """AWS has one list of them for all its customers in a region."""
    account = plan["variables"]["account_id"]["value"]
    assert only(plan, "aws_cognito_user_pool_domain")["domain"].endswith(f"-{account}")


def test_repositories_and_backups_of_dev_may_be_destroyed_and_those_of_prod_not(plans):
    def thrown_away(plan):
        repositories = resources(plan, "aws_ecr_repository").values()
        assert len(repositories) == 6
        vault = only(plan, "aws_backup_vault")
        return {one["force_delete"] for one in repositories} | {vault["force_destroy"]}

    assert thrown_away(plans["dev"]) == {True}
    assert thrown_away(plans["prod"]) == {False}


def test_log_groups_keep_lines_for_a_year(plan):
    for address, group in resources(plan, "aws_cloudwatch_log_group").items():
        assert group["retention_in_days"] == 365, address


def test_gateway_logs_no_request_bodies(plan):
    for one in resources(plan, "aws_api_gateway_method_settings").values():
        assert one["settings"][0]["data_trace_enabled"] is False


def test_output_for_releases_has_the_form_that_releases_read(plan):
    """Values that only an apply knows are missing from the plan; that they come is known."""
    said = with_unknown(plan["output_changes"]["deploy"])
    assert set(said) == set(Site.model_fields)
    assert set(said["network"]) == set(Network.model_fields)
    assert [one["family"].rpartition("-")[2] for one in said["migrations"]] == ["migration"] * 4
    assert "-progress-" in said["migrations"][0]["family"], "the schema that all share comes first"
    for kind, found in (
        (Image, said["images"].values()),
        (Migration, said["migrations"]),
        (Program, said["programs"]),
        (BlueGreen, [one["blue_green"] for one in said["programs"] if one["blue_green"]]),
    ):
        assert found
        assert all(set(one) == set(kind.model_fields) for one in found), kind


def with_unknown(change):
    """The value with `True` for what is not known."""

    def merge(known, unknown):
        if isinstance(unknown, dict):
            return {key: merge(known.get(key), unknown.get(key)) for key in {*known, *unknown}}
        if isinstance(unknown, list):
            return [merge(*pair) for pair in zip(known, unknown, strict=True)]
        return known if unknown is not True else True

    return merge(change["after"], change["after_unknown"])
