"""The roster names what is there."""

import tomllib

import pytest
from pydantic import ValidationError
from traclearn_contracts import roster, topology
from traclearn_contracts.files import CONTRACTS

ROOT = CONTRACTS.parent


def test_every_service_has_a_queue_and_a_folder_with_its_program():
    assert set(roster.names()) == {queue.name for queue in topology.read().queues}
    assert set(roster.names()) == {path.parent.name for path in (ROOT / "services").glob("*/pyproject.toml")}
    for name in roster.names():
        project = tomllib.loads((ROOT / "services" / name / "pyproject.toml").read_text())["project"]
        assert f"traclearn-{name}" in project["scripts"]
        assert (ROOT / "services" / name / "alembic.ini").is_file()


def test_whoever_makes_the_shared_schema_is_first():
    assert roster.names()[0] == "progress"


def test_a_misspelt_need_is_refused(tmp_path):
    path = tmp_path / "roster.yaml"
    path.write_text("services: {path-generator: {port: 10, needs: [grap]}}")
    with pytest.raises(ValidationError, match="grap"):
        roster.read(path)
