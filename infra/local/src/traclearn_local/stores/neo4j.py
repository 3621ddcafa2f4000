"""The stack's own Neo4j: configuration, first password, command. What lies in it is the indexer's."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from neo4j import Driver, GraphDatabase

from traclearn_local.errors import LocalError
from traclearn_local.install import java
from traclearn_local.install import neo4j as installed
from traclearn_local.processes.supervision import clean_environment
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import HOST, Stack
from traclearn_local.templates import render

USER = "neo4j"
HEAP = ("-Xms512m", "-Xmx512m")
JVM = (  # as Neo4j's own starter gives them
    "-XX:+UseG1GC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dlog4j2.disable.jmx=true",
    "-XX:-UsePerfData",  # else /tmp tells everybody
)


def home(stack: Stack) -> Path:
    return stack.home / "neo4j"


def conf(stack: Stack) -> Path:
    return home(stack) / "conf" / "neo4j.conf"


def _java(stack: Stack) -> list[str]:
    return [java.find(), "-cp", f"{installed.jars(stack.tools)}/*"]


def command(stack: Stack) -> list[str]:
    program, *classes = _java(stack)
    server = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home(stack)}"]
    options = [*HEAP, *JVM, f"-Djava.io.tmpdir={stack.temporary}"]
    return [program, *options, *classes, *server, f"--config-dir={conf(stack).parent}", "--console-mode"]


def init(stack: Stack, passwords: Mapping[str, str]) -> None:
    """Configuration, and the password before the first start. What a broken first try left is made anew."""
    conf(stack).parent.mkdir(parents=True, exist_ok=True)
    stack.temporary.mkdir(exist_ok=True)
    conf(stack).write_text(render("neo4j.conf", host=HOST, port=stack.ports["neo4j"]))
    mark = home(stack) / "password-set"
    if mark.is_file():
        return
    shutil.rmtree(home(stack) / "data", ignore_errors=True)
    program, *classes = _java(stack)
    # Java reads the rest of its command line from the file: everybody may read a command line.
    rest = conf(stack).with_name("password.args")
    write_private(rest, f"org.neo4j.cli.AdminTool dbms set-initial-password {passwords['neo4j']}")
    where = {"NEO4J_HOME": str(home(stack)), "NEO4J_CONF": str(conf(stack).parent)}
    done = subprocess.run(
        [program, "-Xmx256m", *classes, f"@{rest}"], env=clean_environment() | where,
        capture_output=True, text=True, check=False, cwd=os.sep,
    )  # fmt: skip
    rest.unlink()
    if done.returncode:
        raise LocalError(f"Neo4j could not be given its password:\n{(done.stdout + done.stderr).strip()}")
    mark.touch()


def url(stack: Stack) -> str:
    return f"bolt://{HOST}:{stack.ports['neo4j']}"


def connect(stack: Stack, passwords: Mapping[str, str], timeout_s: float = 30) -> Driver:
    """A driver to be closed by the caller. `timeout_s` bounds each connection's start."""
    return GraphDatabase.driver(
        url(stack),
        auth=(USER, passwords["neo4j"]),
        connection_timeout=timeout_s,
        connection_acquisition_timeout=timeout_s,
    )
