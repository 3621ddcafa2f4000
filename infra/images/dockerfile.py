"""A Dockerfile's stages and their steps: as much of the format as ours use."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Instruction:
    """`words` as they stand, continued lines joined."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Stage:
    """`name` is empty for the last one: the image."""

    base: str
    name: str
    steps: list[Instruction] = field(default_factory=list)


def read_stages(text: str) -> list[Stage]:
    """Raises ValueError for a line that is none of the format's."""
    stages: list[Stage] = []
    kept = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n\s*", "", kept).splitlines():
        if not line.strip():
            continue
        name, _, words = line.strip().partition(" ")
        if name == "FROM":
            base, _, alias = words.partition(" AS ")
            stages.append(Stage(base, alias))
        elif not stages or not name.isupper():
            raise ValueError(f"{line!r} is no instruction of a stage")
        else:
            stages[-1].steps.append(Instruction(name, words.strip()))
    return stages


def expand(words: str, known: dict[str, str]) -> str:
    """With what `$NAME` and `${NAME}` stand for; what is not known stays for the shell."""

    def value(found: re.Match[str]) -> str:
        return known.get(found[1] or found[2], found[0])

    return re.sub(r"\$(?:\{(\w+)\}|(\w+))", value, words)
