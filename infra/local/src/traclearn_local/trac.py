"""A Trac environment that holds nothing but VERSION, a rendered trac.ini and empty folders."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from configparser import ConfigParser
from pathlib import Path

from traclearn_local.cloud.cognito import Identity
from traclearn_local.errors import LocalError
from traclearn_local.processes.supervision import clean_environment
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import HOST, Stack
from traclearn_local.stores import postgres
from traclearn_local.templates import render

VERSION = "Trac Environment Version 1\n"
FOLDERS = ("conf", "htdocs", "log", "plugins", "templates", "files/attachments")
POLICIES = (  # The plugin puts its own first; named here, disabling the plugin would break Trac.
    "DefaultWikiPolicy",
    "DefaultTicketPolicy",
    "DefaultPermissionPolicy",
    "LegacyAttachmentPolicy",
)


def render_environment(stack: Stack, passwords: Mapping[str, str], identity: Identity) -> None:
    """Writes files only where they differ; attachments stay."""
    for folder in FOLDERS:
        (stack.trac_env / folder).mkdir(parents=True, exist_ok=True)
    (stack.trac_env / "VERSION").write_text(VERSION)
    text = render(
        "trac.ini",
        database=postgres.url(stack, passwords, "trac", "postgres"),
        url=stack.url,
        host=HOST,
        ports=stack.ports,
        policies=", ".join(POLICIES),
        identity=identity,
        jwks=identity.jwks(stack),
        cognito_url=stack.cognito_url,
    )
    ini = stack.trac_env / "conf" / "trac.ini"
    if not ini.is_file() or ini.read_text() != text:
        write_private(ini, text)


def options(stack: Stack) -> dict[str, object]:
    """What `[learning]` has on top of the rendered trac.ini."""
    site = ConfigParser(interpolation=None)
    site.read(_site_ini(stack))
    return dict(site["learning"]) if site.has_section("learning") else {}


def set_options(stack: Stack, options: Mapping[str, object]) -> None:
    """Replaces what `options` tells; Trac reads it at its next request."""
    lines = [f"{name} = {value}\n" for name, value in options.items()]
    write_private(_site_ini(stack), "[learning]\n" + "".join(lines))


def _site_ini(stack: Stack) -> Path:
    return stack.trac_env / "conf" / "site.ini"


def admin(stack: Stack, *words: str) -> str:
    """`trac-admin` on the stack's environment: its output. Raises LocalError with it when it fails."""
    command = [str(stack.tool("trac", "trac-admin")), str(stack.trac_env), *words]
    environment = {**clean_environment(), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}
    environment["LC_ALL"] = "C.UTF-8"
    environment["PYTHON_EGG_CACHE"] = str(stack.run / "eggs")
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=os.sep)
    if done.returncode:
        output = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
        raise LocalError(f"`trac-admin {' '.join(words)}` failed:\n{output}")
    return done.stdout


def upgrade(stack: Stack) -> None:
    """The plugin's own tables; does nothing on an environment that is up to date."""
    admin(stack, "upgrade", "--no-backup")
    shutil.rmtree(stack.trac_env / "db", ignore_errors=True)
