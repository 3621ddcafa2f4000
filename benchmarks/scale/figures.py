"""The numbers of figures.yaml, by name."""

from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("figures.yaml")
Figures = dict[str, Any]


def read_figures() -> Figures:
    found: Figures = yaml.safe_load(FILE.read_text())
    return found


def number(figures: Figures, said: Any) -> float:
    """A number, or what stands elsewhere in the file: `{measured: trac}` is Trac's CPU, `{vcpu: [trac]}` what
    its tasks are given for it."""
    if isinstance(said, int | float):
        return float(said)
    if "tokens" in said:
        return float(figures["tokens"]["input"] + figures["tokens"]["output"])
    if "vcpu" in said:
        used = sum(figures["measured"][name]["cpu"] for name in said["vcpu"])
        return round(float(used / figures["sizes"]["utilisation"]), 3)
    name = said["measured"]
    return float(figures["measured"][name]["cpu"] if name in figures["measured"] else figures[name]["value"])
