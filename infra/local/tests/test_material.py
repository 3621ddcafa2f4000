"""The demo's upload waits for what becomes ready, and says what does not."""

import subprocess

import httpx
import pytest
from traclearn_local.demo import material
from traclearn_local.errors import LocalError


class Author:
    """Answers as the front door would: `answers` in turn, the last one again and again."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def api(self, method, path, **request):
        self.asked.append((method, path, request))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return httpx.Response(200, json=answer, request=httpx.Request(method, f"http://door{path}"))


def document(name, state, detail=None):
    return {"name": name, "state": state, "detail": detail, "reason": None}


def states(documents):
    return {one["name"]: one["state"] for one in documents}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(material, "LOOK_EVERY_S", 0)


def test_material_waits_until_all_documents_are_ready():
    author = Author(
        {"documents": [document("a", "embedding")]},
        {"documents": [document("a", "ready"), document("b", "ready")]},
    )
    assert states(material.wait(author, ["a", "b"], seconds=5)) == {"a": "ready", "b": "ready"}
    assert len(author.asked) == 2
    assert author.asked[0][2]["params"]["names"] == ["a", "b"]


def test_document_that_will_never_be_ready_is_named_at_once():
    author = Author({"documents": [document("a", "ready"), document("b", "rejected", "It is encrypted.")]})
    assert states(material.wait(author, ["a", "b"], seconds=60)) == {"a": "ready", "b": "rejected"}


def test_documents_that_are_not_ready_are_named_when_the_timeout_ends():
    author = Author({"documents": [document("a", "waiting_for_upload"), document("c", "ready")]})
    found = states(material.wait(author, ["a", "b", "c"], seconds=0.01))
    assert found == {"a": "waiting_for_upload", "b": "unknown", "c": "ready"}


def test_what_stops_the_command_is_passed_on_in_its_own_words():
    with pytest.raises(LocalError, match="could not be brought:\nSay who you are"):
        material.add({}, material.FOLDER)


def test_what_was_refused_is_an_outcome_and_no_failure(monkeypatch):
    said = '{"name": "databases/a.md", "state": "refused", "reason": null, "detail": "Too long."}\n'
    done = subprocess.CompletedProcess([], 1, stdout=said, stderr="")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert states(material.add({}, material.FOLDER)) == {"databases/a.md": "refused"}
