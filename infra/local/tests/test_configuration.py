"""What is rendered is read back by what reads it."""

import configparser
import stat

import pytest
import yaml
from supervisor.options import ServerOptions
from traclearn_contracts import roster
from traclearn_contracts.files import CONTRACTS, read_yaml
from traclearn_contracts.gateway.rendering import routes
from traclearn_local import trac
from traclearn_local.cloud import front_door
from traclearn_local.cloud.cognito import Identity
from traclearn_local.processes.programs import Program, extra
from traclearn_local.processes.supervision import configure
from traclearn_local.secrets.passwords import keep
from traclearn_local.services import Services, foundations
from traclearn_local.stack import Stack

IDENTITY = Identity("us-east-1_x", "web", "machine", "secret", {})


@pytest.fixture
def stack(tmp_path):
    made = Stack(tmp_path, 20400)
    for folder in (made.run, made.logs):
        folder.mkdir()
    return made


def read_programs(stack):
    options = ServerOptions()
    options.realize(["-c", str(stack.run / "supervisord.conf"), "-n"])
    return {config.name: config.process_configs[0] for config in options.process_group_configs}


def test_supervisor_reads_back_every_program_as_it_was_meant(stack):
    nasty = {"A": 'say "hi", 100% of \\it', "B": "postgresql://u:p@h:1/d", "C": ""}
    configure(stack, [Program("odd", ("/bin/echo", "two words", "50%", "it's"), nasty)])
    config = read_programs(stack)["odd"]
    assert config.environment == nasty
    assert config.command == "/bin/echo 'two words' 50% 'it'\"'\"'s'"
    assert config.autorestart
    assert stat.S_IMODE((stack.run / "supervisord.conf").stat().st_mode) == 0o600


def test_every_program_of_the_stack_is_restarted_when_it_dies(stack):
    trac.render_environment(stack, keep(stack.home), IDENTITY)
    services = Services(stack, keep(stack.home), IDENTITY).programs()
    configure(stack, [*foundations(stack, keep(stack.home)), *services])
    programs = read_programs(stack)
    foundation = {"postgres", "redis", "neo4j", "localstack", "cognito"}
    assert programs.keys() == foundation | {"envoy", *roster.names(), "trac", "trac-sync"}
    assert all(config.autorestart for config in programs.values())
    assert programs["grader"].stopwaitsecs > 120
    assert programs["grader"].environment["QUEUE_URL"].endswith("/traclearn-grader")
    assert "//path_generator:" in programs["path-generator"].environment["DATABASE_URL"]
    caches = {name: programs[name].environment.get("REDIS_URL") for name in roster.names()}
    assert caches["path-generator"] == caches["progress"] and caches["progress"].startswith("redis://:")
    assert caches["grader"] is caches["indexer"] is None
    assert programs["indexer"].environment["NEO4J_URI"] == "bolt://127.0.0.1:20408"
    assert programs["indexer"].environment["UPLOAD_URL"] == "http://localhost:20404/traclearn-content"


def test_the_front_door_removes_identity_before_it_sets_it(stack):
    front_door.write(stack, keep(stack.home), IDENTITY)
    config = yaml.safe_load(front_door.config(stack).read_text())
    manager = config["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]
    removed = {
        one["remove"] for one in manager["early_header_mutation_extensions"][0]["typed_config"]["mutations"]
    }
    (jwt,) = (one for one in manager["http_filters"] if one["name"].endswith("jwt_authn"))
    providers = jwt["typed_config"]["providers"].values()
    made = {claim["header_name"] for provider in providers for claim in provider["claim_to_headers"]}
    assert made == set(front_door.IDENTITY_HEADERS)
    assert removed == {*made, front_door.SECRET_HEADER}


def envoy_rules(stack):
    """Envoy's routes and the rules of its tokens, in order."""
    front_door.write(stack, keep(stack.home), IDENTITY)
    config = yaml.safe_load(front_door.config(stack).read_text())
    manager = config["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]
    (jwt,) = (one for one in manager["http_filters"] if one["name"].endswith("jwt_authn"))
    return manager["route_config"]["virtual_hosts"][0]["routes"], jwt["typed_config"]["rules"]


def matches(match, path):
    prefix = match.get("path_separated_prefix") or match.get("prefix")
    return path == match.get("path") or bool(prefix and path.startswith(prefix))


def test_machine_s_routes_are_those_of_the_contract():
    scopes = {
        path: scope
        for path, _, operation in routes(read_yaml(CONTRACTS / "openapi.yaml"))
        for security in operation.get("security", [])
        for scope in security.get("CognitoUserPoolAuthorizer", [])
    }
    assert scopes == front_door.MACHINE_ROUTES


@pytest.mark.parametrize(("path", "scope"), front_door.MACHINE_ROUTES.items())
def test_machine_s_route_takes_the_machine_s_token_with_its_scope(stack, path, scope):
    ways, rules = envoy_rules(stack)
    assert next(rule for rule in rules if matches(rule["match"], path))["requires"] == {
        "provider_name": "machine"
    }
    route = next(route for route in ways if matches(route["match"], path))
    assert route["route"]["cluster"] == ("aws" if scope == "traclearn/relay" else "progress")
    assert scope in str(route["typed_per_filter_config"]["envoy.filters.http.rbac"])
    assert ("custom_response" in str(route)) == (scope == "traclearn/relay")


def test_person_s_request_for_a_path_is_an_event_and_reading_one_is_not(stack):
    ways, rules = envoy_rules(stack)
    for path in ("/api/v1/learning-paths/generate", "/api/v1/learning-paths", "/api/v1/learning-paths/1"):
        assert next(rule for rule in rules if matches(rule["match"], path))["requires"] == {
            "provider_name": "id"
        }
        read, write = (route["route"]["cluster"] for route in ways if matches(route["match"], path))
        assert (read, write) == ("progress", "aws")


def test_trac_is_told_where_its_database_is_and_its_file_is_private(stack):
    secrets = keep(stack.home)
    trac.render_environment(stack, secrets, IDENTITY)
    path = stack.trac_env / "conf" / "trac.ini"
    ini = configparser.RawConfigParser()
    ini.read(path)
    assert ini["trac"]["database"] == f"postgres://trac:{secrets['trac']}@127.0.0.1:20406/traclearn"
    assert ini["components"]["trac.web.auth.loginmodule"] == "disabled"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_programs_obey_orders_to_die_only_where_a_test_asked_for_it(stack):
    assert extra(stack, "grader") == {}
    (stack.home / "kill").mkdir()
    assert extra(stack, "grader") == {"TRACLEARN_KILL_AT": f"@{stack.home}/kill/grader"}
