"""The REST API's routes: the rendering is whole, and each read gets from the balancer to its service."""

import json
import os
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from openapi_spec_validator import validate
from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_contracts.gateway.rendering import operations, routes
from traclearn_local.terraform.plan import resources


@pytest.fixture(scope="module")
def rendered():
    """As Terraform reads it, slots and all."""
    path = Path(os.environ["TRACLEARN_PLANS"]) / "build" / "terraform" / "api.json"
    return json.loads(path.read_text())


@pytest.fixture(scope="module")
def written():
    return read_yaml(CONTRACTS / "openapi.yaml")


def target(plan, path):
    """The service that a request gets to, by the rules in their order."""
    rules = resources(plan, "aws_lb_listener_rule")
    for address, rule in sorted(rules.items(), key=lambda one: one[1]["priority"]):
        (condition,) = rule["condition"]
        if any(fnmatchcase(path, pattern) for pattern in condition["path_pattern"][0]["values"]):
            return address.rpartition('["')[2].removesuffix('"]')
    return None


def test_rendering_is_an_openapi_document(rendered):
    validate(rendered)


def test_every_route_is_carried_out_by_something(rendered):
    for path, operation in operations(rendered):
        integration = operation["x-amazon-apigateway-integration"]
        assert integration["type"] in {"aws", "http_proxy", "mock"}, path
        assert integration["passthroughBehavior"] == "never" or integration["type"] == "http_proxy", path
        assert integration.get("uri", "https://").startswith(("https://", "arn:")), path


def test_reads_get_to_the_service_that_they_name(plan, written):
    asked = 0
    for path, _, operation in routes(written):
        if reader := operation.get("x-traclearn-read"):
            assert target(plan, path.replace("{", "").replace("}", "")) == reader, path
            asked += 1
    assert asked > 25


@pytest.mark.parametrize("path", ["/", "/health", "/ready", "/metrics", "/apix"])
def test_other_paths_get_to_no_service(plan, path):
    assert target(plan, path) is None


def test_cached_routes_are_those_that_say_why(plan, written):
    said = {path for path, _, one in routes(written) if "x-traclearn-cache" in one}
    settings = resources(plan, "aws_api_gateway_method_settings").values()
    cached = {one["method_path"] for one in settings if one["settings"][0]["caching_enabled"]}
    assert cached == {path[1:].replace("/", "~1") + "/GET" for path in said}
    assert not any(name in path for path in cached for name in ("changes", "progress"))
