"""The upload of the second course says what went wrong with which file."""

import json

import httpx
import pytest
from traclearn_local import material
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
    return {"name": name, "state": state, "detail": detail, "done": 3, "total": 7}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(material, "LOOK_EVERY", 0)


def test_it_waits_until_all_is_ready():
    author = Author(
        {"documents": [document("a", "embedding")]},
        {"documents": [document("a", "ready"), document("b", "ready")]},
    )
    assert material.wait(author, ["a", "b"], seconds=5) == {}
    assert len(author.asked) == 2
    assert author.asked[0][2]["params"]["names"] == ["a", "b"]


def test_what_will_never_be_ready_is_said_at_once():
    author = Author({"documents": [document("a", "ready"), document("b", "rejected", "It is encrypted.")]})
    assert material.wait(author, ["a", "b"], seconds=60) == {"b": "was rejected: It is encrypted."}


def test_what_is_late_or_unknown_is_said_when_patience_ends():
    author = Author({"documents": [document("a", "waiting_for_upload"), document("c", "ready")]})
    assert material.wait(author, ["a", "b", "c"], seconds=0.01) == {
        "a": "is still waiting for upload: 3 of 7",
        "b": "is not known to the indexer",
    }


def test_each_file_goes_where_its_grant_says_and_an_unchanged_one_nowhere(monkeypatch):
    paths, posted = material.files()[:2], []

    def post(url, data, files, timeout):
        posted.append((url, data, files["file"].read()))
        return httpx.Response(204)

    monkeypatch.setattr(httpx, "post", post)
    granted = {"state": "granted", "url": "http://bucket", "fields": {"key": "content/d/1"}, "reason": None}
    author = Author({"grants": [granted, granted | {"state": "unchanged", "url": None, "fields": None}]})
    material.send(author, paths)
    (asked, _) = author.asked[0][2]["json"]["files"]
    assert asked["name"] == f"databases/{paths[0].name}"
    assert asked["size"] == len(paths[0].read_bytes())
    assert json.dumps(asked)
    assert posted == [("http://bucket", {"key": "content/d/1"}, paths[0].read_bytes())]


def test_a_refusal_names_the_file_and_the_reason(monkeypatch):
    paths = material.files()[:1]
    refused = {"state": "refused", "url": None, "fields": None, "reason": "The name is too long."}
    with pytest.raises(LocalError, match=rf"{paths[0].name}: The name is too long"):
        material.send(Author({"grants": [refused]}), paths)
    monkeypatch.setattr(httpx, "post", lambda *_, **__: httpx.Response(403, text="Policy expired."))
    granted = {"state": "granted", "url": "http://bucket", "fields": {}, "reason": None}
    with pytest.raises(LocalError, match=rf"{paths[0].name}: 403 Policy expired"):
        material.send(Author({"grants": [granted]}), paths)
