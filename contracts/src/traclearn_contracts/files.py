"""Where the language-neutral contract lies: in the source tree, or where `TRACLEARN_CONTRACTS` says."""

import os
from pathlib import Path
from typing import Any

import yaml

CONTRACTS = Path(os.environ.get("TRACLEARN_CONTRACTS") or Path(__file__).parents[2])


def read_yaml(path: Path) -> Any:
    """A YAML file, by libyaml: PyYAML's own parser takes 1.5 s for `openapi.yaml`, libyaml 0.2 s."""
    return yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
