"""What a green plan takes and AWS does not: sizes, classes, versions, names of endpoints."""

from traclearn_local.terraform.plan import resources


def test_sizes_are_pairs_that_fargate_has(plan, aws):
    tasks = resources(plan, "aws_ecs_task_definition")
    assert len(tasks) == 10
    for address, task in tasks.items():
        assert int(task["memory"]) in aws["fargate"][int(task["cpu"])], address


def test_database_has_a_class_and_a_version_of_rds(plan, aws):
    for address, database in resources(plan, "aws_db_instance").items():
        assert database["instance_class"] in aws["database_classes"], address
        assert database.get("engine_version", "15") in aws["database_versions"], address


def test_cache_has_a_class_and_a_version_of_elasticache(plan, aws):
    (cache,) = resources(plan, "aws_elasticache_replication_group").values()
    assert cache["node_type"] in aws["cache_classes"]
    assert cache["engine_version"] in aws["cache_versions"]


def test_endpoints_are_services_that_have_one(plan, aws):
    for endpoint in resources(plan, "aws_vpc_endpoint").values():
        assert endpoint["service_name"].removeprefix("com.amazonaws.eu-central-1.") in aws["endpoints"]


def test_names_of_balancers_and_groups_are_short_enough_and_their_own(plan):
    """AWS takes 32 characters."""
    named = [*resources(plan, "aws_lb").values(), *resources(plan, "aws_lb_target_group").values()]
    names = [one["name"] for one in named]
    assert len(names) == len(set(names)) == 8
    assert all(len(name) <= 32 for name in names)
