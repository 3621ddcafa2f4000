"""What cannot read the roster is compared with it: a new service is named here until it is everywhere."""

import tomllib
from collections import Counter

import yaml
from traclearn_contracts import roster
from traclearn_local.stack import ROOT, offsets

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
NAMES = list(roster.names())
PACKAGES = set(roster.identifiers())


def test_no_port_is_given_twice():
    assert [port for port, count in Counter(offsets()[1].values()).items() if count > 1] == []


def test_compose_runs_every_service():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    built = {name: one.get("build", {}).get("args") for name, one in services.items()}
    assert {name: args for name, args in built.items() if args} == {name: {"SERVICE": name} for name in NAMES}


def test_types_and_arrows_are_checked_in_every_service():
    linter = SETTINGS["tool"]["importlinter"]
    assert set(linter["root_packages"]) >= PACKAGES
    kinds = ("containers", "forbidden_modules", "modules")
    named = {
        contract["name"]: {name for kind in kinds for name in contract.get(kind, [])}
        for contract in linter["contracts"]
    }
    of_services = {name: modules for name, modules in named.items() if not modules.isdisjoint(PACKAGES)}
    assert of_services == dict.fromkeys(of_services, PACKAGES)
    assert len(of_services) == 3
    paths = SETTINGS["tool"]["mypy"]["mypy_path"].split(":")
    assert {f"services/{name}/src" for name in NAMES} <= set(paths)


def test_every_service_is_part_of_the_workspace():
    assert {f"traclearn-{name}" for name in NAMES} <= set(SETTINGS["project"]["dependencies"])
