"""What cannot read the roster is compared with it: a new service is named here until it is everywhere."""

import re
import tomllib
from collections import Counter

import pytest
from traclearn_contracts import roster
from traclearn_contracts.files import read_yaml
from traclearn_local.stack import ROOT, offsets

TERRAFORM = ROOT / "infra" / "terraform"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
NAMES = list(roster.names())
PACKAGES = set(roster.identifiers())


def test_no_port_is_given_twice():
    assert [port for port, count in Counter(offsets()[1].values()).items() if count > 1] == []


def test_compose_runs_every_service():
    services = read_yaml(ROOT / "docker-compose.yml")["services"]
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


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_terraform_runs_every_service(environment):
    text = (TERRAFORM / "envs" / environment / "main.tf").read_text()
    (programs,) = re.findall(r"^  programs = \{$(.*?)^  \}$", text, re.M | re.S)
    assert set(re.findall(r"^    ([\w-]+) += \{", programs, re.M)) == {*NAMES, "trac", "sync"}


def test_a_site_s_first_day_makes_every_role():
    text = (TERRAFORM / "README.md").read_text()
    (granted,) = re.findall(r"^ +GRANT (.+) TO traclearn;$", text, re.M)
    assert set(granted.split(", ")) == {*PACKAGES, "trac"}


def test_operators_are_told_what_every_service_does():
    text = (ROOT / "trac" / "learning" / "operations" / "causes.py").read_text()
    (does,) = re.findall(r"^DOES = \{$(.*?)^\}$", text, re.M | re.S)
    assert set(re.findall(r"'([\w-]+)': N_\(", does)) == set(NAMES)
