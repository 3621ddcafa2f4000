"""S3 tells of objects twice, late, and in any order: what readers find depends on none of that."""

import hashlib
import json
import time

import pytest

from .author import handbook

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

ONE = handbook("Rows lie in pages, and a page is read as a whole.", "An index leads to the page.")
TWO = handbook("Rows lie in pages, and a page is read as a whole.", "A log tells what was changed.")


@pytest.fixture
def tell(stack):
    """`tell(kind, document, revision)` puts a notice of S3 into the queue, and waits until it was handled."""
    sqs = stack.aws("sqs")

    def put(kind, document, revision, version="", wait=True):
        detail = {
            "version": "0",
            "bucket": {"name": stack.env["CONTENT_BUCKET"]},
            "object": {"key": f"content/{document}/{revision}", "version-id": version, "sequencer": "00"},
            "reason": "PutObject",
        }
        body = {
            "version": "0", "id": "x", "source": "aws.s3", "detail-type": kind, "region": "us-east-1",
            "account": "000000000000", "time": "2026-01-15T09:30:00Z", "resources": [], "detail": detail,
        }  # fmt: skip
        count = "SELECT count(*) FROM indexer.inbox WHERE source = 'aws.s3' AND state = 'done'"
        (before,) = stack.sql(count)
        sqs.send_message(QueueUrl=stack.env["INDEXER_QUEUE_URL"], MessageBody=json.dumps(body))
        if wait:
            stack.until(count, before["count"] + 1, seconds=60)

    return put


def test_the_same_bytes_again_cost_no_vector(author, name):
    first = author.ready(name("same.md"), ONE)
    again = author.ready(name("same.md"), ONE)
    assert (again["revision"], again["embedded"], again["reused"]) == (2, 0, len(first["chunks"]))
    assert [chunk["id"] for chunk in again["chunks"]] == [chunk["id"] for chunk in first["chunks"]]


def test_with_their_hash_the_same_bytes_are_not_even_sent(author, name):
    author.ready(name("hash.md"), ONE)
    grant = author.grant(name("hash.md"), len(ONE), sha256=hashlib.sha256(ONE).hexdigest())
    assert (grant["state"], grant["revision"], grant["url"]) == ("unchanged", 1, None)


def test_one_changed_paragraph_costs_one_vector(author, name):
    first = author.ready(name("change.md"), ONE)
    second = author.ready(name("change.md"), TWO)
    assert (second["embedded"], second["reused"]) == (1, len(first["chunks"]) - 1)
    assert first["chunks"][0]["id"] == second["chunks"][0]["id"]


def test_a_revision_that_comes_after_a_later_one_changes_nothing(author, live_corpus, name):
    """The first upload is slower than the second."""
    slow = author.grant(name("late.md"), len(ONE))
    document, _ = author.add(name("late.md"), TWO)
    author.wait(document, 2)
    seen = live_corpus.seen(document)
    author.post(slow, ONE)
    author.ready(name("afterwards.md"), ONE)
    time.sleep(2)
    assert live_corpus.seen(document) == seen
    assert live_corpus.faults(document) == {}
    assert author.get(document)["revision"] == 2


def test_notices_that_come_again_change_nothing(stack, author, live_corpus, name, tell):
    document, _ = author.add(name("twice.md"), ONE)
    author.wait(document, 1)
    author.add(name("twice.md"), TWO)
    author.wait(document, 2)
    seen = live_corpus.seen(document)
    for number, revision in enumerate((1, 2, 1)):  # another version id: a restored bucket tells so
        tell("Object Created", document, revision, version=f"again-{number}")
    assert live_corpus.seen(document) == seen
    tell("Object Deleted", document, 1, version="old-original")
    assert live_corpus.seen(document) == seen
    assert author.get(document)["state"] == "ready"


def test_document_deleted_before_its_upload_is_told_stays_removed(stack, author, live_corpus, name, tell):
    grant = author.grant(name("ghost.md"), len(ONE))
    document = grant["document"]
    tell("Object Deleted", document, 1, version="marker")
    author.post(grant, ONE)
    author.ready(name("afterwards.md"), ONE)
    time.sleep(2)
    assert live_corpus.seen(document) is None
    assert author.get(document)["state"] == "removed"


def test_a_stranger_in_the_bucket_is_left_alone(stack, author, name):
    s3 = stack.aws("s3")
    s3.put_object(Bucket=stack.env["CONTENT_BUCKET"], Key="somebody/else.txt", Body=b"hello")
    author.ready(name("afterwards.md"), ONE)
    dead = stack.aws("sqs").get_queue_attributes(
        QueueUrl=stack.env["INDEXER_DLQ_URL"], AttributeNames=["ApproximateNumberOfMessages"]
    )
    assert dead["Attributes"]["ApproximateNumberOfMessages"] == "0"


def test_document_can_be_removed_restored_and_removed_again(author, live_corpus, name):
    first = author.ready(name("back.md"), ONE)
    document = first["document"]
    author.remove(document)
    author.remove(document)
    gone = author.wait(document, 2, "removed")
    assert gone["receipt"]["chunks"] == len(first["chunks"])
    assert (gone["chunks"], gone["live_revision"]) == ([], None)
    assert live_corpus.ask("MATCH (c:Chunk {document: $id}) RETURN count(c) AS left", id=document) == [
        {"left": 0}
    ]
    reply = author.http.post(f"/api/v1/content/{document}/restore")
    assert reply.status_code == 202, reply.text
    back = author.wait(document, 3)
    assert [chunk["id"] for chunk in back["chunks"]] == [chunk["id"] for chunk in first["chunks"]]
    assert author.http.post(f"/api/v1/content/{document}/restore").status_code == 409
    author.remove(document)
    author.wait(document, 4, "removed")
    assert live_corpus.seen(document) is None
