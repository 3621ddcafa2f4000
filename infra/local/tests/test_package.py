"""The plugin as the administrator of an existing Trac gets it: an egg or a wheel, and Trac on SQLite."""

import configparser
import json
import os
import re
import shutil
import socket
import subprocess
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from traclearn_local.install import python27
from traclearn_local.stack import ROOT, Stack

HERE = Path(__file__).parent
OF_TRAC = (
    "/wiki", "/timeline", "/roadmap", "/report", "/report/1", "/query", "/search?q=trac", "/newticket",
    "/ticket/1", "/prefs", "/about", "/admin", "/admin/general/plugin", "/admin/general/perm",
)  # fmt: skip
ANY = "00000000-0000-4000-8000-000000000000"
OF_PLUGIN = (
    "/learning", "/learning/courses", "/learning/course", "/learning/course/Databases",
    "/learning/questions", "/learning/question/1", "/learning/question/new", "/learning/questions/drafts",
    "/learning/questions/import", "/learning/questions/generated", f"/learning/questions/generated/{ANY}",
    "/learning/material", "/learning/material/find", "/learning/material/waiting", "/learning/concepts",
    "/learning/gaps", "/learning/paths", "/learning/paths/new", "/learning/reviews", "/learning/operate",
    "/learning/desk", "/learning/desk/1", "/learning/rulings", "/learning/grades", f"/learning/grades/{ANY}",
    "/learning/spending",
)  # fmt: skip
TAKES_POSTS = {
    "AnswerHandler", "AppealHandler", "AttemptGrantHandler", "DisputeHandler", "ExplanationHandler",
    "GrantHandler", "HintHandler", "Marking", "OrderForm", "PathAccept", "PathGiveUp", "PathRename",
    "QuestionPreview", "StepAccept", "StepDecline", "Uploads",
}  # fmt: skip
FOR_PROGRAMS = {"MaterialState", "OperateState", "PathState", "QuestionExport", "StateHandler"}
"""JSON, and a file."""
OF_WHAT_A_NEW_TRAC_HAS_NOT = {"DocumentPage", "PassagePage", "PathPage", "RemovalPage", "RulingPage"}
"""A document, a path and an answer come from the gateway."""
WITH_COGNITO = {"SignInModule"}
"""Another test here opens it."""
TICKET = """if True:
    import sys
    from trac.env import open_environment
    from trac.ticket.model import Ticket
    ticket = Ticket(open_environment(sys.argv[1]))
    ticket.populate({'summary': 'A ticket', 'reporter': 'alice', 'status': 'new'})
    ticket.insert()
"""
NOTICE = "database is sqlite: look around"


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """{"egg": path, "whl": path}, built from a copy."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / "trac", source, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.egg-info"))
    made = source / "dist"
    python = Stack.find().tool("trac", "python")
    build = ("setup.py", "-q", "bdist_egg", "-d", made, "bdist_wheel", "-d", made)
    subprocess.run([python, "-W", "ignore", *build], cwd=source, check=True, capture_output=True)
    return {path.suffix[1:]: path for path in made.iterdir()}


class Trac:
    """A Trac environment on SQLite, and the commands of its administrator."""

    def __init__(self, env, *folders):
        self.env = env
        self.path = os.pathsep.join(map(str, folders))
        self.admin("initenv", "A school", "sqlite:db/trac.db")

    def run(self, *words):
        done = subprocess.run(
            [python27.find(), "-W", "ignore", *map(str, words)],
            env={**os.environ, "PYTHONPATH": self.path, "PYTHON_EGG_CACHE": str(self.env.parent / "eggs")},
            cwd=self.env.parent, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def admin(self, *words):
        return self.run("-m", "trac.admin.console", self.env, *words)

    def configure(self, **sections):
        file = self.env / "conf/trac.ini"
        config = configparser.RawConfigParser()
        config.read(file)
        config.read_dict(sections)
        with file.open("w") as written:
            config.write(written)

    def visit(self, user, *paths):
        return json.loads(self.run(HERE / "visit.py", self.env, user, *paths))

    def log(self):
        return (self.env / "log/trac.log").read_text()


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def install_egg(packages, bare_trac, where):
    trac = Trac(where / "env", bare_trac)
    shutil.copy(packages["egg"], trac.env / "plugins")
    return trac


def install_wheel(packages, bare_trac, where):
    target = where / "target"
    words = ("pip", "install", "-q", "--no-deps", "--no-index", "--target", target, packages["whl"])
    python = Stack.find().tool("trac", "python")
    subprocess.run([python, "-W", "ignore", "-m", *words], check=True, capture_output=True)
    trac = Trac(where / "env", bare_trac, target)
    trac.configure(components={"learning.*": "enabled"})
    return trac


@pytest.fixture(params=[install_egg, install_wheel], ids=["egg", "wheel"])
def trac(request, packages, bare_trac, tmp_path):
    """With the plugin, upgraded, in front of a gateway that does not answer; alice may do everything."""
    trac = request.param(packages, bare_trac, tmp_path)
    gateway = f"http://127.0.0.1:{closed_port()}"
    trac.configure(logging={"log_type": "file", "log_level": "INFO"}, learning={"gateway_url": gateway})
    trac.admin("upgrade", "--no-backup")
    trac.admin("permission", "add", "alice", "TRAC_ADMIN")
    trac.run("-c", TICKET, trac.env)
    return trac


def test_every_handler_of_the_plugin_has_a_page_in_the_list_or_none_to_open():
    python = Stack.find().tool("trac", "python")
    done = subprocess.run(
        [python, "-W", "ignore", HERE / "handlers.py", *OF_PLUGIN],
        env={**os.environ, "PYTHONPATH": str(ROOT / "trac")}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    taken = json.loads(done.stdout)
    without_page = {name for name, paths in taken.items() if not paths}
    assert without_page == TAKES_POSTS | FOR_PROGRAMS | OF_WHAT_A_NEW_TRAC_HAS_NOT | WITH_COGNITO
    assert {path for paths in taken.values() for path in paths} == set(OF_PLUGIN)


@pytest.mark.slow
def test_every_page_on_sqlite_without_a_gateway_opens_and_logs_no_error(trac):
    pages = trac.visit("alice", *OF_TRAC, *OF_PLUGIN, "/chrome/learning/css/learning.css")
    assert {path: status for path, (status, _) in pages.items() if status != 200} == {}
    assert {path for path, (_, body) in pages.items() if NOTICE in body} == set(OF_PLUGIN)
    assert "TracLearn contributors" in pages["/admin/general/plugin"][1]
    assert not re.search(r"ERROR|CRITICAL|Traceback", trac.log()), trac.log()


@pytest.mark.slow
def test_page_for_who_is_not_signed_in_leads_to_sign_in_once_cognito_is_configured(trac):
    address = f"http://127.0.0.1:{closed_port()}"
    trac.configure(
        components={"trac.web.auth.LoginModule": "disabled"},
        learning={"cognito_issuer": address, "cognito_url": address, "client_id": "web"},
    )
    assert [status for status, _ in trac.visit("", "/wiki", "/login").values()] == [302, 302]
    assert not re.search(r"ERROR|CRITICAL|Traceback", trac.log()), trac.log()


def members(package):
    """Name → bytes of what lies in an egg or a wheel."""
    with zipfile.ZipFile(package) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("kind", ["egg", "whl"])
def test_package_names_its_authors_and_leaves_nothing_unknown(packages, kind):
    found = members(packages[kind])
    (metadata,) = (name for name in found if name.endswith(("-INFO/PKG-INFO", "info/METADATA")))
    said = Parser().parsestr(found[metadata].decode())
    assert (said["Author"], said["License"]) == ("TracLearn contributors", "BSD-3-Clause")
    assert "Framework :: Trac" in said.get_all("Classifier")
    assert [name for name, value in said.items() if value == "UNKNOWN"] == []


@pytest.mark.parametrize("kind", ["egg", "whl"])
def test_package_brings_its_licence_and_no_tests(packages, kind):
    found = members(packages[kind])
    licences = [found[name] for name in found if name.endswith("/LICENSE")]
    assert licences and set(licences) == {(ROOT / "LICENSE").read_bytes()}
    assert not [name for name in found if "/tests/" in name]
