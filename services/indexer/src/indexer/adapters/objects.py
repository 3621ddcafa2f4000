"""The bucket of originals in S3: grants for browsers, downloads for the reader, tombstones."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import aiohttp
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError
from traclearn_contracts.content import MAX_FILE_BYTES
from traclearn_documents import too_large

from indexer.domain.documents.upload import StoredObject, UploadGrant
from indexer.domain.errors import BucketAway, ObjectGone
from indexer.settings import Settings

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client

READ_BYTES = 1024 * 1024
GONE = frozenset({"NoSuchKey", "NoSuchVersion", "404", "MethodNotAllowed"})
"""Codes for what is not there; the last one names a delete marker.
Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"""


@asynccontextmanager
async def connect(settings: Settings) -> AsyncIterator["Bucket"]:
    """One client for the process."""
    config = AioConfig(
        max_pool_connections=2 * settings.permits + 4,
        connect_timeout=5,
        read_timeout=30,
        signature_version="s3v4",
        s3={"addressing_style": "path" if settings.aws_endpoint_url else "auto"},
    )
    common: dict[str, Any] = {"region_name": settings.aws_region, "endpoint_url": settings.aws_endpoint_url}
    async with get_session().create_client("s3", config=config, **common) as client:
        yield Bucket(client, settings.bucket, settings.upload_url, settings.grant_seconds)


class Bucket:
    """A key is written once; what is hidden stays as an older version."""

    def __init__(self, client: "S3Client", name: str, upload_url: str | None, grant_seconds: int) -> None:
        self._client = client
        self._name = name
        self._upload_url = upload_url
        self.grant_seconds = grant_seconds

    async def grant(self, key: str, size: int, type_: str, name: str, owner: str) -> UploadGrant:
        """Lets whoever holds it write this key, of this size and type, for `grant_seconds`."""
        said = {"Content-Type": type_, "x-amz-meta-name": quote(name), "x-amz-meta-owner": owner}
        conditions: list[Any] = [{field: value} for field, value in said.items()]
        post = await self._client.generate_presigned_post(
            self._name,
            key,
            Fields=said,
            Conditions=[*conditions, ["content-length-range", size, size]],
            ExpiresIn=self.grant_seconds,
        )
        return UploadGrant(self._upload_url or post["url"], post["fields"])

    @asynccontextmanager
    async def fetch(self, key: str, version: str) -> AsyncIterator[tuple[Path, StoredObject]]:
        """The object in a file that is gone afterwards.

        Raises ObjectGone and BucketAway; Rejected for one that is too large, before a byte of it is read.
        """
        with TemporaryDirectory(prefix="traclearn-") as folder:
            path = Path(folder, "original")
            with _translated(key):
                facts = await self._download(key, version, path)
            yield path, facts

    async def _download(self, key: str, version: str, path: Path) -> StoredObject:
        reply = await self._client.get_object(Bucket=self._name, Key=key, **_which(version))
        async with reply["Body"]:
            if reply["ContentLength"] > MAX_FILE_BYTES:
                raise too_large(reply["ContentLength"])
            digest = hashlib.sha256()
            file = await asyncio.to_thread(path.open, "wb")
            with file:
                async for data in reply["Body"].iter_chunks(READ_BYTES):
                    digest.update(data)
                    await asyncio.to_thread(file.write, data)
        return _facts(reply, digest.hexdigest(), version)

    async def read_metadata(self, key: str, version: str) -> StoredObject:
        """What stands beside the object, without reading it (`sha256` is empty). As `fetch` it raises."""
        with _translated(key):
            return _facts(
                await self._client.head_object(Bucket=self._name, Key=key, **_which(version)), "", version
            )

    async def hide(self, key: str) -> None:
        """Puts a delete marker over it, of which S3 tells by an event. Again does no harm."""
        with _translated(key):
            await self._client.delete_object(Bucket=self._name, Key=key)

    async def copy(self, key: str, version: str, to: str) -> None:
        """The same bytes and metadata under a new key. Raises ObjectGone and BucketAway."""
        source: Any = {"Bucket": self._name, "Key": key, **_which(version)}
        with _translated(key):
            await self._client.copy_object(Bucket=self._name, Key=to, CopySource=source)


def _which(version: str) -> dict[str, Any]:
    return {"VersionId": version} if version else {}


def _facts(reply: Any, sha256: str, version: str) -> StoredObject:
    said = reply["Metadata"]
    return StoredObject(
        size=reply["ContentLength"],
        sha256=sha256,
        type=reply.get("ContentType", ""),
        version=reply.get("VersionId", "") or version,
        name=unquote(said.get("name", "")),
        owner=said.get("owner", ""),
    )


@contextmanager
def _translated(key: str) -> Iterator[None]:
    """Raises ObjectGone or BucketAway in place of what the client raises inside."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            raise ObjectGone(key) from error
        raise BucketAway(error.response["Error"]["Code"]) from error
    except (BotoCoreError, aiohttp.ClientError, TimeoutError) as error:
        raise BucketAway(type(error).__name__) from error
