"""What is rendered is read back by what reads it."""

import configparser
import stat

import pytest
import yaml
from supervisor.options import ServerOptions
from traclearn_contracts import roster
from traclearn_local import door, trac
from traclearn_local.cognito import Identity
from traclearn_local.passwords import keep
from traclearn_local.programs import Program, extra
from traclearn_local.services import Services, foundations
from traclearn_local.stack import Stack
from traclearn_local.supervision import configure

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
    assert programs["indexer"].environment["NEO4J_URI"] == "bolt://127.0.0.1:20408"
    assert programs["indexer"].environment["UPLOAD_URL"] == "http://localhost:20404/traclearn-content"


def test_the_front_door_removes_identity_before_it_sets_it(stack):
    door.write(stack, keep(stack.home), IDENTITY)
    config = yaml.safe_load(door.config(stack).read_text())
    manager = config["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]
    removed = {
        one["remove"] for one in manager["early_header_mutation_extensions"][0]["typed_config"]["mutations"]
    }
    (jwt,) = (one for one in manager["http_filters"] if one["name"].endswith("jwt_authn"))
    providers = jwt["typed_config"]["providers"].values()
    made = {claim["header_name"] for provider in providers for claim in provider["claim_to_headers"]}
    assert made == set(door.IDENTITY_HEADERS)
    assert removed == {*made, door.SECRET_HEADER}


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
