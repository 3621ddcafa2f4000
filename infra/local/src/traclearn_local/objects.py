"""Keeps a copy of the bucket's objects: the emulator forgets them when it ends, S3 never does.

Kept are the newest versions: what lies below a delete marker is gone after a restart.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from traclearn_local.passwords import write_private
from traclearn_local.stack import REGION, Stack

Index = dict[str, dict[str, Any]]
"""By key: `etag`, `type`, `metadata`."""


def _connect(stack: Stack) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=stack.http("aws"),
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 2}),  # who calls comes again
    )


def _folder(stack: Stack) -> Path:
    return stack.home / "objects"


def _read(stack: Stack) -> Index:
    path = _folder(stack) / "index.json"
    kept: Index = json.loads(path.read_text()) if path.is_file() else {}
    return kept


def _file(stack: Stack, key: str, etag: str) -> Path:
    """A key may be longer than a file's name and hold anything."""
    return _folder(stack) / hashlib.sha256(f"{key}\0{etag}".encode()).hexdigest()


def save(stack: Stack) -> None:
    """Copies what is new; then the index says so; then goes what is there no more."""
    s3, before = _connect(stack), _read(stack)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=stack.bucket)
    found = {one["Key"]: one["ETag"] for page in pages for one in page.get("Contents", [])}
    if found == {key: about["etag"] for key, about in before.items()}:
        return
    _folder(stack).mkdir(exist_ok=True)
    after = {
        key: before[key] if key in before and before[key]["etag"] == etag else _copy(s3, stack, key, etag)
        for key, etag in found.items()
    }
    write_private(_folder(stack) / "index.json", json.dumps(after))
    for key, about in before.items():
        if found.get(key) != about["etag"]:
            _file(stack, key, about["etag"]).unlink(missing_ok=True)


def _copy(s3: Any, stack: Stack, key: str, etag: str) -> dict[str, Any]:
    reply = s3.get_object(Bucket=stack.bucket, Key=key, IfMatch=etag)
    with _file(stack, key, etag).open("wb") as file:
        for part in reply["Body"].iter_chunks(2**20):
            file.write(part)
    return {"etag": etag, "type": reply["ContentType"], "metadata": reply["Metadata"]}


def restore(stack: Stack) -> None:
    """Puts back what `save` kept. Each object has a new version id."""
    s3 = _connect(stack)
    for key, about in _read(stack).items():
        with _file(stack, key, about["etag"]).open("rb") as file:
            s3.put_object(
                Bucket=stack.bucket, Key=key, Body=file, ContentType=about["type"], Metadata=about["metadata"]
            )
