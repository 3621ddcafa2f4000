"""Keeps a copy of the bucket, all versions of it: the emulator forgets them when it ends, S3 never does."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from botocore.config import Config

from traclearn_local.cloud import aws
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import Stack

HEADER = "x-traclearn-version-id"
"""Names the id that the emulator is to give; see cloud/aws.py."""
Version = dict[str, Any]
"""`key`, `type` and `metadata`; a delete marker has its key alone."""


def _connect(stack: Stack) -> Any:
    config = Config(retries={"total_max_attempts": 2})  # who calls comes again
    return aws.client("s3", stack.http("aws"), config=config)


def _folder(stack: Stack) -> Path:
    return stack.home / "objects"


def _index(stack: Stack) -> Path:
    return _folder(stack) / "index.json"


def _body(stack: Stack, version: str) -> Path:
    return _folder(stack) / hashlib.sha256(version.encode()).hexdigest()


def _kept(stack: Stack) -> dict[str, Version]:
    """By version id."""
    path = _index(stack)
    kept: dict[str, Version] = json.loads(path.read_text()) if path.is_file() else {}
    return kept


def save(stack: Stack) -> None:
    """Copies what is new; then the index says so; then goes what is there no more."""
    s3, before = _connect(stack), _kept(stack)
    found: dict[str, Version] = {}
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=stack.bucket):
        for one in page.get("DeleteMarkers", []):
            found[one["VersionId"]] = {"key": one["Key"]}
        for one in page.get("Versions", []):
            id_ = one["VersionId"]
            found[id_] = before.get(id_) or _copy(s3, stack, one["Key"], id_)
    if found.keys() == before.keys():
        return
    _folder(stack).mkdir(exist_ok=True)
    write_private(_index(stack), json.dumps(found))
    for id_ in before.keys() - found.keys():
        _body(stack, id_).unlink(missing_ok=True)


def _copy(s3: Any, stack: Stack, key: str, version: str) -> Version:
    _folder(stack).mkdir(exist_ok=True)
    reply = s3.get_object(Bucket=stack.bucket, Key=key, VersionId=version)
    with _body(stack, version).open("wb") as file:
        for part in reply["Body"].iter_chunks(2**20):
            file.write(part)
    return {"key": key, "type": reply["ContentType"], "metadata": reply["Metadata"]}


def restore(stack: Stack) -> None:
    """Puts back what `save` kept, in the order in which it came."""
    kept = _kept(stack)
    with httpx.Client(base_url=f"{stack.http('aws')}/{stack.bucket}/", timeout=60) as bucket:
        for id_ in sorted(kept, key=_age):
            _put(bucket, stack, id_, kept[id_]).raise_for_status()


def _age(version: str) -> bytes:
    """The emulator's ids begin with a number that only grows."""
    return base64.b64decode(version, altchars=b"._")


def _put(bucket: httpx.Client, stack: Stack, id_: str, version: Version) -> httpx.Response:
    path, chosen = quote(version["key"], safe="/"), {HEADER: id_}
    if "type" not in version:
        return bucket.delete(path, headers=chosen)
    metadata = {f"x-amz-meta-{name}": value for name, value in version["metadata"].items()}
    headers = {"Content-Type": version["type"], **metadata, **chosen}
    return bucket.put(path, content=_body(stack, id_).read_bytes(), headers=headers)
