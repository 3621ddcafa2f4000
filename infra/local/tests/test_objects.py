"""The copy of the bucket is whole at any moment, and no bigger than the bucket."""

import base64
from functools import partial
from types import SimpleNamespace
from urllib.parse import unquote

import httpx
import pytest
from traclearn_local.cloud import objects
from traclearn_local.stack import Stack

OWNER = {"owner": "a"}
ODD = "content/ü ?/" + "n" * 500


class Bucket:
    """One bucket in memory, as boto3 and the emulator's own protocol show it. A body of None is a marker."""

    def __init__(self):
        self.held = {}
        self.reads = []

    def put(self, key, body, type_="text/markdown", metadata=OWNER, id_=None):
        id_ = id_ or base64.b64encode(len(self.held).to_bytes(6, "big") * 4, altchars=b"._").decode()
        self.held[id_] = (key, None) if body is None else (key, body, type_, metadata)
        return id_

    def get_paginator(self, name):
        assert name == "list_object_versions"
        pages = [
            {"DeleteMarkers" if one[1] is None else "Versions": [{"Key": one[0], "VersionId": id_}]}
            for id_, one in reversed(self.held.items())
        ]
        return SimpleNamespace(paginate=lambda Bucket: pages or [{}])

    def get_object(self, Bucket, Key, VersionId):
        key, body, type_, metadata = self.held[VersionId]
        assert key == Key
        self.reads.append(key)
        chunks = SimpleNamespace(iter_chunks=lambda size: [body[:1], body[1:]])
        return {"Body": chunks, "ContentType": type_, "Metadata": metadata}

    def answer(self, request):
        key = unquote(request.url.raw_path.decode()).removeprefix("/traclearn-content/")
        id_ = request.headers[objects.HEADER]
        if request.method == "DELETE":
            self.put(key, None, id_=id_)
        else:
            metadata = {"owner": request.headers["x-amz-meta-owner"]}
            self.put(key, request.content, request.headers["content-type"], metadata, id_)
        return httpx.Response(200)


@pytest.fixture
def bucket(monkeypatch):
    made = Bucket()
    monkeypatch.setattr(objects, "_connect", lambda stack: made)
    transport = httpx.MockTransport(made.answer)
    monkeypatch.setattr(httpx, "Client", partial(httpx.Client, transport=transport))
    return made


@pytest.fixture
def stack(tmp_path):
    return Stack(tmp_path, 20300)


def again(stack, bucket):
    """What the emulator holds after a restart, the oldest first."""
    bucket.held.clear()
    objects.restore(stack)
    return list(bucket.held.items())


def test_every_version_comes_back_as_it_was_and_in_its_order(stack, bucket):
    bucket.put("content/a/1", b"one\n\x00\ntwo")
    bucket.put(ODD, b"")
    bucket.put("content/a/1", None)
    bucket.put("content/a/1", b"three", metadata={"owner": "somebody else"})
    before = list(bucket.held.items())
    objects.save(stack)
    assert again(stack, bucket) == before


def test_only_what_is_new_is_read_and_what_is_gone_leaves_nothing(stack, bucket):
    gone = bucket.put("a", b"1")
    bucket.put("b", b"1")
    objects.save(stack)
    bucket.put("b", b"2")
    del bucket.held[gone]
    bucket.reads.clear()
    objects.save(stack)
    assert bucket.reads == ["b"]
    assert len(list((stack.home / "objects").iterdir())) == len(bucket.held) + len(["index.json"])
    before = list(bucket.held.items())
    assert again(stack, bucket) == before


def full(path, text):
    raise OSError("full")


def test_a_save_that_breaks_off_leaves_the_last_whole_one(stack, bucket, monkeypatch):
    bucket.put("a", b"1")
    objects.save(stack)
    before = list(bucket.held.items())
    bucket.put("a", b"2")
    with monkeypatch.context() as broken, pytest.raises(OSError, match="full"):
        broken.setattr(objects, "write_private", full)
        objects.save(stack)
    assert again(stack, bucket) == before


def test_an_empty_bucket_needs_nothing(stack, bucket):
    objects.save(stack)
    assert again(stack, bucket) == []
