"""What `make infra-check` does before Terraform is asked, and where it is not there."""

import re

import pytest
from traclearn_local import go_tools
from traclearn_local.errors import Missing
from traclearn_local.terraform import binary, check, readmes, workspace


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine without Terraform or its provider."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("TF_PLUGIN_CACHE_DIR", raising=False)
    monkeypatch.delenv("TRACLEARN_TERRAFORM_PLUGINS", raising=False)
    monkeypatch.setattr(binary, "ROOTS", (str(tmp_path / "opt"),))
    return tmp_path


def install(folder):
    program = folder / "terraform"
    program.touch(mode=0o755)
    return program


def test_check_without_terraform_is_not_run(nowhere, capsys):
    assert check.main() == check.NOT_RUN
    assert capsys.readouterr().out.startswith("not run: Terraform is not on this machine")


def test_provider_that_is_missing_is_named(nowhere):
    install(nowhere)
    with pytest.raises(Missing, match=re.escape(binary.PROVIDER)):
        binary.find()


def test_mirror_is_found_below_a_usual_place_and_by_variable(nowhere, monkeypatch):
    program = install(nowhere)
    mirror = nowhere / "opt" / "plugins"
    (mirror / binary.PROVIDER).mkdir(parents=True)
    assert binary.find() == binary.Terraform(str(program), mirror)
    monkeypatch.setattr(binary, "ROOTS", ())
    monkeypatch.setenv("TRACLEARN_TERRAFORM_PLUGINS", str(mirror))
    assert binary.find().mirror == mirror


def test_mirror_that_is_the_cache_is_installed_from_and_not_into(nowhere, monkeypatch):
    """Terraform refuses to install a provider to itself."""
    program = install(nowhere)
    program.write_text('#!/bin/sh\nprintf "cache=%s" "$TF_PLUGIN_CACHE_DIR"\n')
    (nowhere / "cache" / binary.PROVIDER).mkdir(parents=True)
    monkeypatch.setenv("TF_PLUGIN_CACHE_DIR", str(nowhere / "cache"))
    found = binary.find()
    assert found.mirror == nowhere / "cache"
    assert found.run(nowhere, "version") == "cache="


def test_check_says_how_long_all_of_it_took(nowhere, monkeypatch, capsys):
    install(nowhere)
    (nowhere / "opt" / "plugins" / binary.PROVIDER).mkdir(parents=True)
    looks = [iter([("one", lambda: None)]), iter([("two", lambda: None)])]
    monkeypatch.setattr(check.Check, "__init__", lambda *_: None)
    monkeypatch.setattr(check.Check, "chains", lambda _: looks)
    assert check.main() == 0
    assert re.fullmatch(r"ok in \d+ s", capsys.readouterr().out.splitlines()[-1])


def test_rendered_api_leaves_terraform_its_slots_and_nothing_else(tmp_path):
    workspace.write_api(tmp_path / "api.json")
    text = (tmp_path / "api.json").read_text()
    assert set(re.findall(r"\$\{(.*?)}", text)) == set(workspace.SLOTS)
    assert "%{" not in text
    assert "[[" not in text


def test_failed_look_is_told_and_does_not_end_the_others(capsys):
    def fail():
        raise RuntimeError("because")

    assert (check.show("one", fail), check.show("other", lambda: None)) == (False, True)
    assert "FAILED one" in capsys.readouterr().out


def test_each_module_has_a_readme_of_today():
    readmes.check()
    assert len(list(readmes.modules())) > 2


def test_each_input_of_a_module_is_used():
    for module in readmes.modules():
        text = "".join(path.read_text() for path in module.glob("*.tf"))
        declared = re.findall(r'^variable "(\w+)"', text, re.MULTILINE)
        assert [name for name in declared if not re.search(rf"\bvar\.{name}\b", text)] == [], module.name


def test_look_that_needs_what_is_not_here_is_not_run_and_no_failure(capsys):
    def look():
        raise Missing("Go is not on this machine")

    assert check.show("compose", look)
    assert capsys.readouterr().out == "not run compose: Go is not on this machine\n"


@pytest.mark.parametrize("tool", [go_tools.COMPOSE, go_tools.ACTIONLINT], ids=lambda tool: tool.name)
def test_tool_without_go_is_missing_and_one_that_is_built_needs_none(nowhere, tool):
    with pytest.raises(Missing, match=f"Go is not on this machine, which builds {tool.name}"):
        go_tools.build(tool, nowhere)
    tool.program(nowhere).parent.mkdir()
    tool.program(nowhere).touch()
    assert go_tools.build(tool, nowhere) == tool.program(nowhere)
