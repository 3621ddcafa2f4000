"""The copy of the bucket is whole at any moment, and no bigger than the bucket."""

import io
from types import SimpleNamespace

import pytest
from traclearn_local import objects
from traclearn_local.stack import Stack

ODD = "content/ü ?/" + "n" * 500


class Bucket:
    """One bucket in memory, as boto3 shows it."""

    def __init__(self):
        self.held = {}
        self.reads = []

    def get_paginator(self, _):
        contents = [{"Key": key, "ETag": one["ETag"]} for key, one in self.held.items()]
        pages = [{"Contents": [one]} for one in contents] or [{}]
        return SimpleNamespace(paginate=lambda Bucket: pages)

    def get_object(self, Bucket, Key, IfMatch):
        assert self.held[Key]["ETag"] == IfMatch
        self.reads.append(Key)
        body = self.held[Key]["Body"]
        return self.held[Key] | {"Body": SimpleNamespace(iter_chunks=lambda size: [body[:1], body[1:]])}

    def put_object(self, Bucket, Key, Body, ContentType, Metadata):
        body = Body.read()
        self.held[Key] = {
            "Body": body,
            "ETag": f'"{hash(body)}"',
            "ContentType": ContentType,
            "Metadata": Metadata,
        }


@pytest.fixture
def bucket(monkeypatch):
    made = Bucket()
    monkeypatch.setattr(objects, "_connect", lambda stack: made)
    return made


@pytest.fixture
def stack(tmp_path):
    return Stack(tmp_path, 20300)


def put(bucket, key, body):
    bucket.put_object("b", key, io.BytesIO(body), "text/markdown", {"document": "d"})


def test_what_is_saved_comes_back_as_it_was(stack, bucket):
    put(bucket, "content/a/1", b"one\n\x00\ntwo")
    put(bucket, ODD, b"")
    objects.save(stack)
    before = dict(bucket.held)
    bucket.held.clear()
    objects.restore(stack)
    assert bucket.held == before


def test_only_what_is_new_is_read_and_what_is_gone_leaves_nothing(stack, bucket):
    put(bucket, "a", b"1")
    put(bucket, "b", b"1")
    objects.save(stack)
    put(bucket, "b", b"2")
    put(bucket, "c", b"3")
    del bucket.held["a"]
    bucket.reads.clear()
    objects.save(stack)
    assert sorted(bucket.reads) == ["b", "c"]
    assert len(list((stack.home / "objects").iterdir())) == len(bucket.held) + len(["index.json"])
    before = dict(bucket.held)
    bucket.held.clear()
    objects.restore(stack)
    assert bucket.held == before


def full(path, text):
    raise OSError("full")


def test_a_save_that_breaks_off_leaves_the_last_whole_one(stack, bucket, monkeypatch):
    put(bucket, "a", b"1")
    objects.save(stack)
    put(bucket, "a", b"2")
    put(bucket, "b", b"2")
    with monkeypatch.context() as broken, pytest.raises(OSError, match="full"):
        broken.setattr(objects, "write_private", full)
        objects.save(stack)
    bucket.held.clear()
    objects.restore(stack)
    assert {key: one["Body"] for key, one in bucket.held.items()} == {"a": b"1"}


def test_an_empty_bucket_needs_nothing(stack, bucket):
    objects.restore(stack)
    objects.save(stack)
    assert bucket.held == {}
