"""Grants that run out, and storage that refuses."""

from traclearn_cli.author import grant, upload

EXPIRED = (
    "<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>"
)


def test_grant_that_s3_calls_expired_is_requested_anew(run, service, course):
    service.refusals = [(403, EXPIRED)] * 2
    assert run("add", course)[0] == 0
    assert [len(files) for files in service.grants] == [3, 2] and len(service.posted) == 3


def test_grant_that_ran_out_before_its_turn_is_not_used(run, service, course, monkeypatch):
    monkeypatch.setattr(upload, "MAX_PARALLEL_UPLOADS", 1)
    monkeypatch.setattr(grant, "MARGIN_S", 0)
    service.lifetime, service.slowness = 1, 1.05
    assert run("add", course)[0] == 0
    assert [len(files) for files in service.grants][:2] in ([3, 2], [3, 1]) and len(service.posted) == 3


def test_grants_that_never_last_fail_after_some_rounds(run, service, course):
    service.refusals = [(403, EXPIRED)] * 99
    code, lines, _ = run("add", course, "--json")
    assert code == 1 and {line["reason"] for line in lines} == {"upload"}
    assert len(service.grants) == upload.MAX_FRUITLESS_ROUNDS


def test_refused_upload_says_what_storage_said(run, service, course):
    service.refusals = [(400, "<Error><Message>Your proposed upload exceeds the limit.</Message></Error>")]
    code, lines, _ = run("add", course, "--json")
    assert code == 1 and [line["detail"] for line in lines if line["state"] == "failed"] == [
        "Storage said: Your proposed upload exceeds the limit."
    ]
