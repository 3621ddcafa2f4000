from pathlib import Path

import pytest
import yaml


@pytest.fixture(scope="session")
def aws():
    """What AWS has: see aws.yaml."""
    return yaml.safe_load((Path(__file__).parent / "aws.yaml").read_text())


@pytest.fixture(scope="session", params=["dev", "prod"])
def plan(plans, request):
    """Of each environment in turn."""
    return plans[request.param]
