"""The stack's own Redis: a cache of one database, for who knows its password."""

from collections.abc import Mapping
from pathlib import Path

from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import HOST, Stack
from traclearn_local.templates import render


def conf(stack: Stack) -> Path:
    return stack.run / "redis.conf"


def init(stack: Stack, passwords: Mapping[str, str]) -> None:
    """The password stands in the file: everybody may read a command line."""
    text = render(
        "redis.conf", host=HOST, port=stack.ports["redis"], run=stack.run, password=passwords["redis"]
    )
    write_private(conf(stack), text)


def url(stack: Stack, passwords: Mapping[str, str]) -> str:
    return f"redis://:{passwords['redis']}@{HOST}:{stack.ports['redis']}/0"
